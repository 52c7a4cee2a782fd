"""The page that people use in a browser: built from `page/`, and served with the API."""
