"""Tools for whoever works on the code; the bot uses none of them."""
