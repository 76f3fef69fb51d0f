"""The invented land and election of the demo: a stranger to the product.

Nothing here imports the product's packages. It writes the files an office would
have, and drives the product only through its command line.
"""
