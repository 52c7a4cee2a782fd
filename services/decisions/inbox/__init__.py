"""The inbox: which open steps are whose business, by whatever one may ask of them."""
