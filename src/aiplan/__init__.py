"""aiplan: plan AI products in one git-versioned TOML file and re-plan when experiments slip."""

__version__ = "0.1.0"
