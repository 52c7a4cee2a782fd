"""Revisions of the database, in `versions`; see :mod:`services.store.migrating`."""
