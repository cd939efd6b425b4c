"""The one blueprint of the pages."""

from flask import Blueprint

bp = Blueprint("knocks", __name__)
