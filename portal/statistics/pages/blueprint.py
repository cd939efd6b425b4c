"""The blueprint alone, so that the pages can share it."""

from flask import Blueprint

bp = Blueprint("statistics", __name__)
