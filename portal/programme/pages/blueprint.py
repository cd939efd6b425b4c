"""The one blueprint that all parts of the pages put their routes on."""

from flask import Blueprint

bp = Blueprint("programme", __name__)
