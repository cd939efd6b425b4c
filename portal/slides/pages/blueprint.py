"""The blueprint of slides."""

from flask import Blueprint

bp = Blueprint("slides", __name__)
