"""The staff application: pages by room. Calls actions and queries only."""
