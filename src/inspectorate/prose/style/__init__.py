"""How an inspectorate writes: rules of style with their switches, and agreed swaps. Pure."""
