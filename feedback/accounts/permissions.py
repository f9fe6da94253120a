"""What each role may do, and which organisations someone may see.

Domain packages never see a user: a page asks `scope_for(permission)` and hands on its numbers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, auto
from functools import wraps
from typing import Protocol, TypeVar, cast

from flask import abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user
from flask_security.utils import check_and_update_authn_fresh

FRESH_FOR = timedelta(minutes=15)
# In a session: another organisation, which the settings trust in this, asked for more.
PROVED_ELSEWHERE = "proved_elsewhere"


class Permission(StrEnum):
    """Something that not everybody may do."""

    SET_UP = auto()
    SEE_PARTICIPATION = auto()
    PRINT_POSTERS = auto()
    SPEAK_FOR_SCHOOL = auto()
    START_LESSONS = auto()
    SEE_RESULTS = auto()
    EXPORT = auto()
    INTERPRET = auto()
    PUBLISH = auto()
    MODERATE = auto()
    SEE_SIGNALS = auto()
    READ_THEMES = auto()
    NAME_THEMES = auto()
    READ_ADVICE = auto()
    ADVISE = auto()
    ANSWER_ADVICE = auto()
    MANAGE_USERS = auto()
    SEE_AUDIT = auto()


class Role(StrEnum):
    """What someone is here."""

    ADMINISTRATOR = auto()
    MODERATOR = auto()
    PANEL_MEMBER = auto()
    SCHOOL_COORDINATOR = auto()
    PILOT_LEAD = auto()
    BOARD_VIEWER = auto()
    MUNICIPALITY_VIEWER = auto()
    ANALYST = auto()


class OrganisationKind(StrEnum):
    """Of what someone is something; `INSTALLATION` stands for all there is."""

    INSTALLATION = auto()
    REGION = auto()
    MUNICIPALITY = auto()
    BOARD = auto()
    SCHOOL = auto()
    PILOT = auto()


# Nobody who may read comments before their release may also see scores of small groups being made.
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.SET_UP,
            Permission.SEE_PARTICIPATION,
            Permission.PRINT_POSTERS,
            Permission.SPEAK_FOR_SCHOOL,
            Permission.START_LESSONS,
            Permission.SEE_RESULTS,
            Permission.EXPORT,
            Permission.INTERPRET,
            Permission.PUBLISH,
            Permission.SEE_SIGNALS,
            Permission.READ_THEMES,
            Permission.READ_ADVICE,
            Permission.ANSWER_ADVICE,
            Permission.MANAGE_USERS,
            Permission.SEE_AUDIT,
        }
    ),
    Role.MODERATOR: frozenset(
        {Permission.MODERATE, Permission.SEE_SIGNALS, Permission.READ_THEMES}
    ),
    Role.PANEL_MEMBER: frozenset(
        {
            Permission.SEE_RESULTS,
            Permission.INTERPRET,
            Permission.READ_THEMES,
            Permission.NAME_THEMES,
            Permission.READ_ADVICE,
            Permission.ADVISE,
        }
    ),
    Role.SCHOOL_COORDINATOR: frozenset(
        {
            Permission.SEE_PARTICIPATION,
            Permission.PRINT_POSTERS,
            Permission.SPEAK_FOR_SCHOOL,
            Permission.START_LESSONS,
            Permission.SEE_RESULTS,
            Permission.INTERPRET,
        }
    ),
    Role.PILOT_LEAD: frozenset(
        {Permission.SEE_PARTICIPATION, Permission.SEE_RESULTS, Permission.INTERPRET}
    ),
    Role.BOARD_VIEWER: frozenset({Permission.SEE_RESULTS}),
    Role.MUNICIPALITY_VIEWER: frozenset({Permission.SEE_RESULTS}),
    Role.ANALYST: frozenset({Permission.SEE_RESULTS, Permission.EXPORT}),
}
# What reaches many people at once is asked of somebody who just proved to be there.
NEEDS_FRESH_SIGN_IN = frozenset({Permission.PUBLISH, Permission.EXPORT, Permission.MANAGE_USERS})

# What sets things up, or lets somebody read what people wrote, asks for more than a password.
NEEDS_SECOND_FACTOR = frozenset(
    {
        Permission.SET_UP,
        Permission.PUBLISH,
        Permission.MODERATE,
        Permission.SEE_SIGNALS,
        Permission.READ_THEMES,
        Permission.MANAGE_USERS,
        Permission.SEE_AUDIT,
    }
)


class Assigned(Protocol):
    """One role of somebody, for one organisation."""

    role: Role
    organisation_kind: OrganisationKind
    organisation_id: int | None


@dataclass(frozen=True)
class Scope:
    """The organisations that someone may see; `everything` when that is all of them."""

    everything: bool = False
    region_ids: frozenset[int] = frozenset()
    municipality_ids: frozenset[int] = frozenset()
    board_ids: frozenset[int] = frozenset()
    school_ids: frozenset[int] = frozenset()
    pilot_ids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self != Scope()


def scope_of(assignments: Iterable[Assigned], permission: Permission) -> Scope:
    """Gather the organisations for which these roles grant a permission; empty for none."""
    granting = [given for given in assignments if permission in GRANTS[given.role]]

    def ids(kind: OrganisationKind) -> frozenset[int]:
        return frozenset(
            given.organisation_id
            for given in granting
            if given.organisation_kind is kind and given.organisation_id is not None
        )

    return Scope(
        everything=any(
            given.organisation_kind is OrganisationKind.INSTALLATION for given in granting
        ),
        region_ids=ids(OrganisationKind.REGION),
        municipality_ids=ids(OrganisationKind.MUNICIPALITY),
        board_ids=ids(OrganisationKind.BOARD),
        school_ids=ids(OrganisationKind.SCHOOL),
        pilot_ids=ids(OrganisationKind.PILOT),
    )


def needs_second_factor(assignments: Iterable[Assigned]) -> bool:
    """Tell whether these roles ask for more than a password."""
    return any(GRANTS[given.role] & NEEDS_SECOND_FACTOR for given in assignments)


def scope_for(permission: Permission) -> Scope:
    """Give the organisations for which the one who is signed in has a permission."""
    return scope_of(getattr(current_user, "assignments", ()), permission)


def has(permission: Permission, *, everywhere: bool = False) -> bool:
    """Tell whether the one who is signed in has a permission somewhere, or everywhere."""
    scope = scope_for(permission)
    return scope.everything if everywhere else bool(scope)


View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def requires(permission: Permission, *, everywhere: bool = False) -> Callable[[View], View]:
    """Keep a view for who has a permission somewhere; which rows they see is up to its scope.

    `everywhere` keeps it for who has the permission in the whole installation.
    A stranger is sent to the sign-in page. Who may not come here gets the page of something that
    does not exist, so that nobody learns what there is. The view carries its `permission`.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: object, **kwargs: object) -> ResponseReturnValue:
            if not current_user.is_authenticated:
                return _ask_first("security.login")
            if not has(permission, everywhere=everywhere):
                abort(404)
            if current_user.check_tf_required_setup() and not _has_proved_more():
                # The role came during a visit that a password alone had opened.
                return _ask_first("security.two_factor_setup")
            if permission in NEEDS_FRESH_SIGN_IN and not _is_fresh():
                return _ask_first("security.verify")
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast(View, guarded)

    return guard


def _has_proved_more() -> bool:
    return current_user.has_second_factor or bool(session.get(PROVED_ELSEWHERE))


def _is_fresh() -> bool:
    # The people of a demo have no password to give again.
    return current_user.is_demo or check_and_update_authn_fresh(FRESH_FOR, FRESH_FOR)


def _ask_first(endpoint: str) -> ResponseReturnValue:
    # What was posted is gone by then, and its address alone may be no page.
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(endpoint, next=target), 303)
