"""Puts the features together on one store, one Socket.IO server and one set of settings."""

from datetime import timedelta
from functools import partial

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.accounts.actions import mark_seen
from portal.accounts.rules.factors import is_half
from portal.accounts.rules.lasting import Lasting
from portal.announcements import pages as announcements
from portal.app.console import CONSOLE_CHECKS, CONSOLE_PLACES, CONSOLE_WAITING
from portal.app.features import (
    COMMANDS,
    CONVERSATION_REPORT,
    DIGESTS,
    HALL_ASIDES,
    HEARTBEATS,
    JOBS,
    MERGES,
    NAVIGATION,
    OVERVIEWS,
    PAGES,
    POSTER_ASIDES,
    POSTER_WAITING,
    PROFILE_ASIDES,
    PROFILE_CIRCLE,
    PROFILE_WHEREABOUTS,
    REPORTABLE,
    THREAD_PLACES,
)
from portal.applause import live as applause_live
from portal.conduct import pages as conduct
from portal.console import pages as console
from portal.console.jobs import Watcher
from portal.contacts.queries import cards_to_keep
from portal.contacts.rules.cards import vcards
from portal.conversations import pages as conversations
from portal.conversations.jobs import Postman
from portal.doors import (
    furniture,
    headers,
    identity,
    logs,
    metrics,
    refusals,
    sizes,
    static,
    wording,
    worker,
)
from portal.doors.addresses import limit_numbers
from portal.doors.jobs import Desk, JobRunner, forget_evictions
from portal.doors.portal import Portal
from portal.doors.providers import Providers
from portal.doors.seen import Seen
from portal.doors.socket import Admission, Batches, Connections, Drain, SocketDoor
from portal.knocks.jobs import Doorkeeper
from portal.lounge import jobs as lounge
from portal.mailings import pages as mailings
from portal.maps import live as maps_live
from portal.moderation import pages as moderation
from portal.moderation.queries import open_here
from portal.notebooks import pages as notebooks
from portal.notices.queries import waiting
from portal.polls.jobs import PollTeller
from portal.posters import pages as posters
from portal.posters.queries import boards_in_sessions, rooms_for_paper
from portal.privacy import pages as privacy
from portal.privacy.jobs import Keeper
from portal.profiles import pages as profiles
from portal.programme import pages as programme
from portal.programme.queries import ahead_in
from portal.questions import pages as questions
from portal.readiness import pages as readiness
from portal.realtime.counters import Counters
from portal.realtime.fanout import Fanout
from portal.realtime.floors import Floors
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
from portal.screens.queries import read_actor
from portal.settings import Settings
from portal.stage import pages as stage
from portal.statistics.jobs import Sampler
from portal.store.work import Store, Work
from portal.surveys.queries import surveys_for
from portal.threads import pages as threads
from portal.tours.jobs import Guide
from portal.workshops.queries import workshop_around
from portal.workshops.rules import html_of


def create_app(settings: Settings) -> Flask:
    """The application for one set of settings; its Portal is in app.extensions["portal"].

    Nothing runs in the background yet: the server calls start().
    """
    logs.install()
    app = Flask("portal", static_folder=None, template_folder=str(static.templates_dir()))
    limit_numbers(app)
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="__Host-portal" if settings.is_https else "portal",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.session_days),
        SESSION_REFRESH_EACH_REQUEST=False,  # or every static file would set a cookie
        MAX_CONTENT_LENGTH=sizes.most_bytes(settings.upload_limit_mb),
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
    app.extensions[programme.BOARDS] = boards_in_sessions
    app.extensions[posters.ASIDES] = POSTER_ASIDES
    app.extensions[posters.HALL_ASIDES] = HALL_ASIDES
    app.extensions[posters.WAITING] = POSTER_WAITING
    app.extensions[threads.PLACES] = THREAD_PLACES
    app.extensions[console.PLACES] = CONSOLE_PLACES
    app.extensions[console.WAITING] = CONSOLE_WAITING
    app.extensions[console.CHECKS] = CONSOLE_CHECKS
    app.extensions[profiles.CIRCLE] = PROFILE_CIRCLE
    app.extensions[profiles.WHEREABOUTS] = PROFILE_WHEREABOUTS
    app.extensions[profiles.ASIDES] = PROFILE_ASIDES
    app.extensions[notebooks.CONTACTS] = lambda work, actor: vcards(cards_to_keep(work, actor))
    app.extensions[readiness.MAIL_WAY] = mailings.way_to
    app.extensions[conversations.REPORT] = CONVERSATION_REPORT
    app.extensions[moderation.REPORTABLE] = REPORTABLE
    _stand_before(app, settings)
    sizes.install(app, settings)
    CSRFProtect(app).exempt(mailings.unsubscribe)  # mail programs press it, without a form of ours
    identity.install(app)
    headers.install(app, settings)
    worker.install(app)
    static.install(app)
    wording.install(app)
    app.jinja_env.filters["markdown"] = html_of_markup
    app.jinja_env.globals["allowed_hosts"] = privacy.allowed_hosts
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


def _lasting(settings: Settings) -> Lasting:
    return Lasting(
        idle=settings.session_idle_hours,
        organizer=settings.organizer_session_hours,
        organizer_idle=settings.organizer_session_idle_hours,
        needs_factor=settings.organizer_second_factor == "required",
    )


def _before_merge(work: Work, kept_id: int, gone_id: int) -> None:
    for settle in MERGES:
        settle(work, kept_id, gone_id)


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
    measures = metrics.measures_of(counters, lag, connections, app.extensions["visits"])
    figures = workers.share(lambda: {name: one.read() for name, one in measures.items()})
    seen = Seen(store, mark_seen, connections.sign_in_ids)
    portal = Portal(
        settings=settings,
        store=store,
        limits=Limits(settings.redis_url, Seal(settings.secret_key.get_secret_value()).name),
        read_actor=partial(read_actor, lasting=_lasting(settings)),
        furnish=furniture.furnisher(
            NAVIGATION,
            workshop_around,
            stage.now_bar,
            announcements.said,
            read_notices=waiting,
            read_reports=open_here,
            places=CONSOLE_PLACES,
        ),
        read_ahead=ahead_in,
        read_surveys=surveys_for,
        publish=fanout.publish,
        at_sign_in=programme.keep_stars,
        entrance=conduct.entrance,
        is_half=is_half,
        seen=seen,
        providers=Providers(settings.oidc),
        before_merge=_before_merge,
        wake_jobs=lambda: runner.wake(),  # noqa: PLW0108 - the runner is made a few lines below
        measures=measures,
        counters=counters,
        figures=figures,
    )
    desk = Desk(store, settings, portal.after_commit)
    doorkeeper = Doorkeeper(desk, presence)
    guide = Guide(desk, presence)
    sampler = Sampler(desk, presence, lambda: lag.is_overloaded)
    watcher = Watcher(desk, presence)
    keeper = Keeper(desk)
    postman = Postman(desk, presence)
    runner = JobRunner(desk, JOBS)
    ticker = Ticker(
        store,
        presence,
        digests=DIGESTS,
        overviews=OVERVIEWS,
        heartbeats=HEARTBEATS,
        heard=rooms.names,
        publish=fanout.publish_here,
        is_overloaded=lambda: lag.is_overloaded,
    )
    poll_teller = PollTeller(store, rooms.names, fanout.publish_here)
    lounge_teller = lounge.LoungeTeller(store, rooms.names, fanout.publish_here)
    lounge_keeper = lounge.Keeper(desk, presence)
    tally = Tally(applause_live.summed, fanout.publish)
    floors = Floors(
        maps_live.WORDS,
        connections,
        has=rooms.has,
        publish=fanout.publish_here,
        is_overloaded=lambda: lag.is_overloaded,
        say=workers.say,
    )
    batches = Batches(store, portal.after_commit)
    app.extensions["drain"] = Drain(server, connections, batches, settings, runner.close)
    door = SocketDoor(
        portal,
        server,
        presence=presence,
        tally=tally,
        floors=floors,
        connections=connections,
        batches=batches,
        commands=COMMANDS,
    )
    door.install(socketio)
    app.extensions["presence"], app.extensions["floors"] = presence, floors
    running = (
        fanout,
        ticker,
        poll_teller,
        lounge_teller,
        lounge_keeper,
        tally,
        floors,
        doorkeeper,
        guide,
        sampler,
        watcher,
        keeper,
        postman,
        runner,
        revocations,
        seen,
        lag,
        figures,
        Pulse(server),
    )
    app.extensions["background"] = (
        *(one.run_for_ever for one in running),
        *batches.loops,
        *workers.loops(fanout.publish_here, floors.hear),
    )
    portal.closers.extend(one.close for one in (*running, batches, workers))
    return portal
