from dataclasses import asdict, replace
from io import BytesIO

import pytest
from sqlalchemy import select

from feedback.accounts.permissions import Role
from feedback.audit import AuditEvent
from surveys.house_styles import OURS, find_style_of_school, save_style
from surveys.theme_files import SOURCES
from tests.cast import post, signed_in
from tests.factories import a_school
from tests.page import check_page

PURPLE = replace(OURS, brand="#8a3a9f")
THEME = "".join(f"--{name}: {getattr(PURPLE, token)};" for token, name in SOURCES.items())


@pytest.fixture
def school(session):
    school = a_school(session)
    session.commit()
    return school


@pytest.fixture
def administrator(app, school):
    return signed_in(app, Role.ADMINISTRATOR)


@pytest.fixture
def place(school):
    return f"/house-styles/board/{school.board_id}"


def send(client, place, button="save", **changed):
    return post(client, place, page=place, **asdict(PURPLE) | {button: "y"} | changed)


def upload(client, place, content, name="theme.css"):
    theme = (BytesIO(content.encode()), name)
    return post(client, f"{place}/import", page=place, theme=theme)


def worn(session, school):
    session.expire_all()
    return find_style_of_school(session, school)


def value_of(page, token):
    return next(given["value"] for given in page.all("input") if given["name"] == token)


def test_a_house_style_is_set_by_hand_and_removed(session, administrator, school, place):
    response = send(administrator, place, brand="rgb(138 58 159)")

    assert response.status_code == 303
    assert worn(session, school) == PURPLE
    assert value_of(check_page(administrator.get(place)), "brand") == "#8a3a9f"

    assert post(administrator, f"{place}/remove", page=place).status_code == 303
    assert worn(session, school) is None


def test_a_municipality_can_have_a_house_style_too(session, administrator, school):
    place = f"/house-styles/municipality/{school.municipality_id}"

    assert send(administrator, place).status_code == 303

    assert worn(session, school) == PURPLE
    page = administrator.get("/house-styles/")
    check_page(page)
    assert f'<a href="{place}">Terneuzen</a>' in page.text


def test_too_little_contrast_is_refused_with_the_pair_the_ratios_and_a_colour_that_would_do(
    session, administrator, school, place
):
    page = send(administrator, place, mute="#aaaaaa")

    check_page(page)
    assert page.status_code == 422
    advice = (
        "“Text beside the question” with “Background”: the contrast is 2.32 and must be at least "
        "4.5. #"
    )
    assert advice in page.text
    assert worn(session, school) is None

    suggestion = "#" + page.text.split(advice)[1][:6]
    assert send(administrator, place, mute=suggestion).status_code == 303


@pytest.mark.parametrize(
    "changed",
    [
        {"bg": "#fff;}body{display:none"},
        {"err": "</style><script>alert(1)</script>"},
        {"halo": "transparent"},
        {"radius": "99"},
        {"radius": "8px;x"},
        {"font": "url(https://elsewhere.example)"},
    ],
)
def test_a_value_that_is_not_a_token_is_refused_and_never_drawn(
    session, administrator, school, place, changed
):
    page = send(administrator, place, **changed)

    check_page(page)
    assert page.status_code == 422
    assert worn(session, school) is None
    sheet = page.text.split("<style>")[1].split("</style>")[0]
    assert "display:none;}" not in sheet
    assert "script" not in sheet
    assert "elsewhere" not in sheet


def test_a_preview_shows_a_style_in_light_and_dark_and_keeps_nothing(
    session, administrator, school, place
):
    page = send(administrator, place, "preview")

    check_page(page)
    assert page.status_code == 200
    assert ".sample{--bg:#ffffff" in page.text
    assert "--brand:#8a3a9f" in page.text
    assert 'class="sample dark"' in page.text
    assert worn(session, school) is None


def test_a_theme_file_fills_in_the_form_and_keeps_nothing(session, administrator, school, place):
    page = upload(administrator, place, THEME)

    assert page.status_code == 200
    assert value_of(check_page(page), "brand") == "#8a3a9f"
    assert worn(session, school) is None


def test_a_theme_file_with_too_little_contrast_says_what_to_change(administrator, place):
    page = upload(administrator, place, THEME.replace("#8a3a9f", "#ff69b4"))

    assert value_of(check_page(page), "brand") == "#ff69b4"
    assert "“Buttons and links” with “Background”: the contrast is 2.64" in page.text


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        ("hello", "There are no tokens in this file."),
        (THEME.replace("basis-focus-color", "other"), "has no token “basis-focus-color”"),
        (THEME.replace("#8a3a9f", "url(x)"), "is not a colour such as"),
        ('{"a":' * 5000 + "1" + "}" * 5000, "too deep inside each other"),
    ],
)
def test_a_theme_file_that_cannot_be_read_is_refused_with_a_cure(
    administrator, place, content, advice
):
    page = upload(administrator, place, content)

    check_page(page)
    assert page.status_code == 422
    assert advice in page.text


def test_who_is_chosen_from_the_list_is_led_on_to(administrator, school, place):
    response = administrator.get(f"/house-styles/choose?of=board-{school.board_id}")

    assert (response.status_code, response.location) == (303, place)


@pytest.mark.parametrize(
    "address",
    ["/house-styles/choose?of=school-1", "/house-styles/choose", "/house-styles/board/999"],
)
def test_what_is_not_there_is_not_found(administrator, address):
    assert administrator.get(address).status_code == 404


def test_who_set_and_removed_a_house_style_is_written_down(session, administrator, school, place):
    send(administrator, place)
    post(administrator, f"{place}/remove", page=place)

    events = session.execute(
        select(AuditEvent.action, AuditEvent.thing_id)
        .where(AuditEvent.thing == "board")
        .order_by(AuditEvent.id)
    )
    assert [tuple(event) for event in events] == [
        ("set house style", str(school.board_id)),
        ("removed house style", str(school.board_id)),
    ]


def test_a_style_that_is_there_is_shown(session, administrator, school, place):
    save_style(session, school.board, PURPLE)
    session.commit()

    page = administrator.get(place)

    assert value_of(check_page(page), "brand") == "#8a3a9f"
    assert "Remove this house style" in page.text
