"""The one blueprint that both halves of the pages put their routes on."""

from flask import Blueprint

bp = Blueprint("questions", __name__)
