"""One's own certificate, and the page that says whether one is genuine."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.certificates import actions, queries
from portal.certificates.pages.blueprint import bp
from portal.certificates.pages.paper import draw, missing_letters, seal_of
from portal.certificates.rules import Facts, clean_code, in_parts
from portal.clock import now
from portal.doors.http import anyone, client_key, go, page, prepared, signed_in
from portal.doors.offload import offload
from portal.doors.portal import this_portal
from portal.store.work import Work
from portal.workshops.queries import workshop_to_see


@bp.get("/<slug>/certificate")
@signed_in
def mine(work: Work, actor: Actor, **_: str) -> ResponseReturnValue:
    """What one's certificate says, or why there is none."""
    own = queries.own_standing(work, actor, now())
    return page(
        "certificates/mine.html",
        own=own,
        facts=own.facts,
        is_made=own.made is not None and own.made.facts == own.facts.stored(),
        missing=missing_letters(own.facts.name, more_letters()),
    )


@bp.post("/<slug>/certificate")
@signed_in
def make(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Make it; then the file is there to be taken along."""
    actions.issue(work, actor)
    return go("certificates.mine", slug=slug)


def _draw(actor: Actor, slug: str, certificate_id: int) -> tuple[bytes, str]:
    portal = this_portal()
    with portal.store.reading() as work:
        row = queries.own_certificate(work, actor, certificate_id)
        facts, code = Facts.read(row.facts), row.code
        seal = seal_of(
            code, address_of(slug, code), row.issued_at.astimezone(workshop_to_see(work, actor).zone).date()
        )
    return offload(draw, facts, seal, more_letters()), code


@bp.get("/<slug>/certificate/<int:certificate_id>.pdf")
@prepared(_draw)
def download(
    _work: Work, _actor: Actor, drawn: tuple[bytes, str], slug: str, **_: int
) -> ResponseReturnValue:
    """The file, for its person alone."""
    data, code = drawn
    return pdf_answer(data, f"{slug}-certificate-{code[:4].lower()}.pdf")


@bp.get("/<slug>/certificates")
@anyone
def check(work: Work, actor: Actor, slug: str) -> ResponseReturnValue:
    """Where a code is typed from paper."""
    workshop_to_see(work, actor)
    code = clean_code(request.args.get("code", ""))
    if code:
        return go("certificates.genuine", slug=slug, certificate_code=in_parts(code))
    return page("certificates/check.html")


@bp.get("/<slug>/certificates/<certificate_code>")
@anyone
def genuine(work: Work, actor: Actor, certificate_code: str, **_: str) -> ResponseReturnValue:
    """What the certificate with this code says; 404 when there is none."""
    portal = this_portal()
    portal.limits.hit(portal.settings.limit_client, "certificates.check", client_key())
    row = queries.genuine(work, actor, certificate_code)
    return page("certificates/genuine.html", facts=Facts.read(row.facts), made=row, code=in_parts(row.code))


def more_letters() -> str:
    """The operator's font for letters that ours lack."""
    return this_portal().settings.certificate_font


def address_of(slug: str, code: str) -> str:
    return f"{this_portal().settings.base_url}/{slug}/certificates/{in_parts(code)}"


def pdf_answer(data: bytes, name: str) -> Response:
    return Response(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
