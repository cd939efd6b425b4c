"""The blueprint alone, so that the pages can share it."""

from flask import Blueprint

bp = Blueprint("privacy", __name__)
