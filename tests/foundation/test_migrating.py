"""Migrations change tables and rows outside every act; the ledger follows and launders nothing."""

from __future__ import annotations
