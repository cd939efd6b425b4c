"""Puts the features together: create_app(settings) is where reading begins."""

from flask import Flask, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.accounts import pages as accounts
from portal.doors import furniture, headers, health, http, identity, static, wording
from portal.doors.jobs import Desk, JobRunner
from portal.doors.portal import Portal
from portal.doors.socket import Connections, SocketDoor
from portal.errors import Invalid, NotFound, Refusal, TooLarge
from portal.files import pages as files
from portal.mail import jobs as mail
from portal.posters import live as posters_live
from portal.posters import pages as posters
from portal.programme import pages as programme
from portal.realtime.fanout import Fanout
from portal.realtime.limits import Limits
from portal.realtime.presence import Presence
from portal.realtime.server import install_guards, make_socketio
from portal.realtime.ticker import Ticker
from portal.registrations import pages as registrations
from portal.registrations.queries import read_actor
from portal.settings import Settings
from portal.stage import pages as stage
from portal.store.work import Store
from portal.threads import live as threads_live
from portal.threads import pages as threads
from portal.workshops import pages as workshops
from portal.workshops.queries import workshop_around
from portal.workshops.rules import html_of

PAGES = (
    health.bp,
    accounts.bp,
    files.bp,
    workshops.bp,
    registrations.bp,
    threads.bp,
    programme.bp,
    stage.bp,
    posters.bp,
)
COMMANDS = {**threads_live.COMMANDS, **posters_live.COMMANDS}
DIGESTS = (threads_live.digest, posters_live.digest)
JOBS = {**mail.JOBS}
NAVIGATION = (*workshops.NAVIGATION, *programme.NAVIGATION, *stage.NAVIGATION, *posters.NAVIGATION)


def create_app(settings: Settings) -> Flask:
    """The application for one set of settings; its Portal is in app.extensions["portal"].

    Nothing runs in the background yet: the server calls start().
    """
    app = Flask("portal", static_folder=None, template_folder=str(static.templates_dir()))
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="__Host-portal" if settings.is_https else "portal",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=(settings.upload_limit_mb + 1) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        TRUSTED_HOSTS=headers.trusted_hosts(settings),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        PROPAGATE_SOCKET_FAULTS=settings.is_testing,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    install_guards()
    portal = _portal(app, settings)
    app.extensions["portal"] = portal
    CSRFProtect(app)
    identity.install(app)
    headers.install(app, settings)
    static.install(app)
    wording.install(app)
    app.jinja_env.filters["markdown"] = html_of_markup
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    _answer_refusals(app)
    return app


def html_of_markup(markdown: str) -> wording.Markup:
    """Markdown for a template; cleaned by an allow-list before it is called safe."""
    return wording.Markup(html_of(markdown))


def start(app: Flask) -> None:
    """Begin what runs beside the requests: the publisher, the digests and the jobs."""
    for run in app.extensions["background"]:
        app.extensions["socketio"].start_background_task(run)


def _portal(app: Flask, settings: Settings) -> Portal:
    store = Store.at(settings.store_url)
    socketio = make_socketio(settings)
    socketio.init_app(app, **socketio.server_options)
    presence = Presence()
    connections = Connections(socketio.server, presence)
    fanout = Fanout(socketio.server, connections.evict)
    portal = Portal(
        settings=settings,
        store=store,
        limits=Limits(settings.redis_url),
        read_actor=read_actor,
        furnish=furniture.furnisher(NAVIGATION, workshop_around, stage.now_bar),
        publish=fanout.publish,
        wake_jobs=lambda: runner.wake(),  # noqa: PLW0108 - the runner is made a few lines below
    )
    runner = JobRunner(Desk(store, settings, portal.after_commit), JOBS)
    ticker = Ticker(store, presence, DIGESTS, fanout.publish)
    SocketDoor(portal, socketio, presence, connections).install(app, COMMANDS)
    app.extensions["presence"] = presence
    app.extensions["background"] = (fanout.run_for_ever, ticker.run_for_ever, runner.run_for_ever)
    portal.closers.extend([fanout.close, ticker.close, runner.close])
    return portal


def _answer_refusals(app: Flask) -> None:
    @app.errorhandler(Refusal)
    def refuse(refusal: Refusal) -> http.ResponseReturnValue:
        return http.refused(refusal)

    @app.errorhandler(CSRFError)
    def refuse_forgery(_error: CSRFError) -> http.ResponseReturnValue:
        told = "This form was open for too long or came from another page. Please go back, reload and send it again."
        return http.refused(Invalid(told))

    @app.errorhandler(HTTPException)
    def refuse_http(error: HTTPException) -> http.ResponseReturnValue:
        match error.code:
            case 404:
                return http.refused(NotFound("There is no page with this address."))
            case 413:
                limit = app.extensions["portal"].settings.upload_limit_mb
                return http.refused(
                    TooLarge(f"This is too large: the portal takes files of up to {limit} MB.")
                )
            case 400 if request.host and not app.config["TRUSTED_HOSTS"]:
                return error.get_response()
            case _:
                return error.get_response() if error.code in {301, 302, 308, 400} else _as_refusal(error)


def _as_refusal(error: HTTPException) -> http.ResponseReturnValue:
    refusal = Refusal(error.description or "This cannot be done.")
    refusal.status = error.code or 500
    refusal.code = (error.name or "error").lower().replace(" ", "-")
    return http.refused(refusal)
