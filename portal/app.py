"""Puts the features together: create_app(settings) is where reading begins."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.accounts import jobs as accounts_jobs
from portal.accounts import pages as accounts
from portal.announcements import events as announcements_events
from portal.announcements import live as announcements_live
from portal.announcements import pages as announcements
from portal.applause import events as applause_events
from portal.applause import live as applause_live
from portal.backstage import events as backstage_events
from portal.backstage import live as backstage_live
from portal.backstage import pages as backstage
from portal.delays import events as delays_events
from portal.delays import live as delays_live
from portal.delays import pages as delays
from portal.doors import (
    furniture,
    headers,
    health,
    identity,
    logs,
    metrics,
    refusals,
    static,
    wording,
    worker,
)
from portal.doors.jobs import Desk, Handler, JobRunner, forget_evictions
from portal.doors.portal import Portal
from portal.doors.socket import Admission, Batches, Connections, Drain, RoomEnded, ServerLeaving, SocketDoor
from portal.events import Event
from portal.files import jobs as files_jobs
from portal.files import pages as files
from portal.help import live as help_live
from portal.help import pages as help_desk
from portal.lobby import pages as lobby
from portal.mail import jobs as mail
from portal.notices import events as notices_events
from portal.notices import live as notices_live
from portal.notices import pages as notices
from portal.notices.queries import waiting
from portal.polls import events as polls_events
from portal.polls import live as polls_live
from portal.polls import pages as polls
from portal.polls.jobs import Teller
from portal.posters import events as posters_events
from portal.posters import live as posters_live
from portal.posters import pages as posters
from portal.posters.queries import rooms_for_paper
from portal.programme import pages as programme
from portal.programme.queries import ahead_in
from portal.questions import events as questions_events
from portal.questions import live as questions_live
from portal.questions import pages as questions
from portal.realtime.counters import Counters
from portal.realtime.fanout import Fanout
from portal.realtime.guards import install_guards
from portal.realtime.lag import Lag
from portal.realtime.limits import Limits
from portal.realtime.pulse import Pulse
from portal.realtime.revocation import Revocations
from portal.realtime.rooms import Rooms
from portal.realtime.seal import Seal
from portal.realtime.server import make_socketio
from portal.realtime.tally import Tally
from portal.realtime.ticker import Ticker
from portal.realtime.visits import Caps, Visits
from portal.realtime.workers import join_workers
from portal.registrations import jobs as registrations_jobs
from portal.registrations import pages as registrations
from portal.screens import pages as screens
from portal.screens.queries import read_actor
from portal.search import pages as search
from portal.settings import Settings
from portal.slides import events as slides_events
from portal.slides import jobs as slides_jobs
from portal.slides import live as slides_live
from portal.slides import pages as slides
from portal.stage import events as stage_events
from portal.stage import live as stage_live
from portal.stage import pages as stage
from portal.store.work import Store
from portal.surveys import pages as surveys
from portal.surveys.queries import surveys_for
from portal.threads import events as threads_events
from portal.threads import live as threads_live
from portal.threads import pages as threads
from portal.workshops import pages as workshops
from portal.workshops.queries import workshop_around
from portal.workshops.rules import html_of

PAGES = (
    health.bp,
    metrics.bp,
    worker.bp,
    accounts.bp,
    files.bp,
    workshops.bp,
    registrations.bp,
    notices.bp,
    threads.bp,
    lobby.bp,
    help_desk.bp,
    programme.bp,
    announcements.bp,
    questions.bp,
    polls.bp,
    surveys.bp,
    slides.bp,
    stage.bp,
    backstage.bp,
    delays.bp,
    screens.bp,
    posters.bp,
    search.bp,
)
COMMANDS = {
    **notices_live.COMMANDS,
    **threads_live.COMMANDS,
    **help_live.COMMANDS,
    **announcements_live.COMMANDS,
    **questions_live.COMMANDS,
    **polls_live.COMMANDS,
    **applause_live.COMMANDS,
    **backstage_live.COMMANDS,
    **stage_live.COMMANDS,
    **delays_live.COMMANDS,
    **slides_live.COMMANDS,
    **posters_live.COMMANDS,
}
EVENTS: tuple[type[Event], ...] = (
    RoomEnded,
    ServerLeaving,
    *notices_events.EVENTS,
    *threads_events.EVENTS,
    *announcements_events.EVENTS,
    *questions_events.EVENTS,
    *polls_events.EVENTS,
    *applause_events.EVENTS,
    *backstage_events.EVENTS,
    *stage_events.EVENTS,
    *delays_events.EVENTS,
    *slides_events.EVENTS,
    *posters_events.EVENTS,
)
DIGESTS = (threads_live.digest, posters_live.digest)
HEARTBEATS = (
    threads_live.heartbeat,
    announcements_live.heartbeat,
    questions_live.heartbeat,
    polls_live.heartbeat,
    backstage_live.heartbeat,
    stage_live.heartbeat,
    delays_live.heartbeat,
    slides_live.heartbeat,
)
JOBS: Mapping[str, Handler] = {
    **mail.JOBS,
    **files_jobs.JOBS,
    **accounts_jobs.JOBS,
    **registrations_jobs.JOBS,
    **slides_jobs.JOBS,
}
NAVIGATION = (
    *workshops.NAVIGATION[:1],
    *programme.NAVIGATION,
    *stage.NAVIGATION,
    *posters.NAVIGATION,
    *lobby.NAVIGATION,
    *polls.NAVIGATION,
    *announcements.NAVIGATION,
    *workshops.NAVIGATION[1:],
    *registrations.NAVIGATION,
)

THREAD_PLACES: Mapping[str, threads.PathOf] = {
    "lobby": lobby.path_of_thread,
    "help": help_desk.path_of_thread,
    "stage": stage.path_of_thread,
    "backstage": backstage.path_of_thread,
    "poster": posters.path_of_thread,
}


def create_app(settings: Settings) -> Flask:
    """The application for one set of settings; its Portal is in app.extensions["portal"].

    Nothing runs in the background yet: the server calls start().
    """
    logs.install()
    app = Flask("portal", static_folder=None, template_folder=str(static.templates_dir()))
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="__Host-portal" if settings.is_https else "portal",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.session_days),
        SESSION_REFRESH_EACH_REQUEST=False,  # or every static file would set a cookie
        MAX_CONTENT_LENGTH=(settings.upload_limit_mb + 1) * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        TRUSTED_HOSTS=headers.trusted_hosts(settings),
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    install_guards(
        per_second=settings.socket_rate,
        burst=settings.socket_burst,
        is_gevent=settings.async_mode == "gevent",
    )
    app.extensions["visits"] = _visits(settings)
    portal = _portal(app, settings)
    app.extensions["portal"] = portal
    app.extensions[questions.ROOMS] = rooms_for_paper
    app.extensions[threads.PLACES] = THREAD_PLACES
    _stand_before(app, settings)
    CSRFProtect(app)
    identity.install(app)
    headers.install(app, settings)
    worker.install(app)
    static.install(app)
    wording.install(app)
    app.jinja_env.filters["markdown"] = html_of_markup
    for blueprint in PAGES:
        app.register_blueprint(blueprint)
    refusals.install(app)
    return app


def _stand_before(app: Flask, settings: Settings) -> None:
    """What looks at a request before the application and the Socket.IO server do, the outermost last."""
    app.wsgi_app = Admission(app, app.wsgi_app, app.extensions["visits"], settings)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def html_of_markup(markdown: str) -> Markup:
    """Markdown for a template; cleaned by an allow-list before it is called safe."""
    return Markup(html_of(markdown))  # noqa: S704 - nh3 has cleaned it


def start(app: Flask) -> None:
    """Begin what runs beside the requests: the publisher, the digests and the jobs."""
    for run in app.extensions["background"]:
        app.extensions["socketio"].start_background_task(run)


def _visits(settings: Settings) -> Visits:
    caps = Caps(
        sockets=settings.max_sockets,
        per_address=settings.max_sockets_per_address,
        half_open=settings.max_sockets_half_open,
        block_seconds=settings.flood_block_seconds,
    )
    return Visits(caps)


def _portal(app: Flask, settings: Settings) -> Portal:
    store = Store.at(
        settings.store_url, settings.store_timeout_seconds if settings.async_mode == "gevent" else None
    )
    socketio, server = make_socketio(app, settings)
    counters, lag, rooms = Counters(), Lag(), Rooms()
    workers = join_workers(settings, counters)
    presence = workers.presence
    connections = Connections(server, rooms, presence)
    revocations = Revocations(store, connections.evict, counters, lambda: forget_evictions(desk))
    fanout = Fanout(rooms, revocations.apply, lag, counters, workers.say)
    portal = Portal(
        settings=settings,
        store=store,
        limits=Limits(settings.redis_url, Seal(settings.secret_key.get_secret_value()).name),
        read_actor=read_actor,
        furnish=furniture.furnisher(NAVIGATION, workshop_around, stage.now_bar, announcements.said, waiting),
        read_ahead=ahead_in,
        read_surveys=surveys_for,
        publish=fanout.publish,
        at_sign_in=programme.keep_stars,
        wake_jobs=lambda: runner.wake(),  # noqa: PLW0108 - the runner is made a few lines below
        measures=metrics.measures_of(counters, lag, connections, app.extensions["visits"]),
    )
    desk = Desk(store, settings, portal.after_commit)
    runner = JobRunner(desk, JOBS)
    ticker = Ticker(
        store,
        presence,
        digests=DIGESTS,
        heartbeats=HEARTBEATS,
        heard=rooms.names,
        publish=fanout.publish_here,
        is_overloaded=lambda: lag.is_overloaded,
    )
    teller = Teller(store, rooms.names, fanout.publish_here)
    tally = Tally(applause_live.summed, fanout.publish)
    batches = Batches(store, portal.after_commit)
    app.extensions["drain"] = Drain(server, connections, batches, settings, runner.close)
    door = SocketDoor(
        portal,
        server,
        presence=presence,
        tally=tally,
        connections=connections,
        batches=batches,
        commands=COMMANDS,
    )
    door.install(socketio)
    app.extensions["presence"] = presence
    running = (fanout, ticker, teller, tally, runner, revocations, lag, Pulse(server))
    app.extensions["background"] = (
        *(one.run_for_ever for one in running),
        *batches.loops,
        *workers.loops(fanout.publish_here),
    )
    portal.closers.extend(one.close for one in (*running, batches, workers))
    return portal
