from dataclasses import dataclass

import pytest

from feedback.accounts.permissions import (
    GRANTS,
    OrganisationKind,
    Permission,
    Role,
    Scope,
    scope_of,
)


@dataclass
class Given:
    role: Role
    organisation_kind: OrganisationKind
    organisation_id: int | None


def test_every_role_may_do_something():
    assert all(GRANTS[role] for role in Role)


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_belongs_to_some_role(permission):
    assert any(permission in granted for granted in GRANTS.values())


def test_only_moderators_read_comments_before_their_release():
    assert [role for role in Role if Permission.MODERATE in GRANTS[role]] == [Role.MODERATOR]


def test_a_moderator_sees_no_figures():
    assert GRANTS[Role.MODERATOR] == {
        Permission.MODERATE, Permission.SEE_SIGNALS, Permission.READ_THEMES,
    }  # fmt: skip


def test_a_scope_holds_the_organisations_of_the_roles_that_grant():
    assignments = [
        Given(Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, 3),
        Given(Role.SCHOOL_COORDINATOR, OrganisationKind.SCHOOL, 4),
        Given(Role.MODERATOR, OrganisationKind.REGION, 1),
    ]

    scope = scope_of(assignments, Permission.PRINT_POSTERS)

    assert scope == Scope(school_ids=frozenset({3, 4}))


def test_a_scope_is_empty_without_a_role_that_grants():
    assignments = [Given(Role.BOARD_VIEWER, OrganisationKind.BOARD, 2)]

    assert not scope_of(assignments, Permission.PUBLISH)


def test_the_whole_installation_is_everything():
    assignments = [Given(Role.ADMINISTRATOR, OrganisationKind.INSTALLATION, None)]

    assert scope_of(assignments, Permission.SET_UP).everything


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (OrganisationKind.REGION, "region_ids"),
        (OrganisationKind.MUNICIPALITY, "municipality_ids"),
        (OrganisationKind.BOARD, "board_ids"),
        (OrganisationKind.SCHOOL, "school_ids"),
        (OrganisationKind.PILOT, "pilot_ids"),
    ],
)
def test_each_kind_of_organisation_has_its_place_in_a_scope(kind, field):
    scope = scope_of([Given(Role.ANALYST, kind, 9)], Permission.EXPORT)

    assert getattr(scope, field) == {9}
