"""The reforms that come with the product."""
