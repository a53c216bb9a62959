"""The publisher's door: it publishes what is due, and switches the public site to what is out."""
