"""One table of who may open what. A new route without a line in it fails."""

from uuid import uuid4

import pytest

from analysis.comments import Decision
from analysis.panel import add_dissent
from analysis.quotes import Quote
from analysis.theme_changes import describe
from analysis.themes import CommentTheme
from feedback.accounts.models import ExternalIdentity, User, assign
from feedback.accounts.permissions import OrganisationKind, Role
from feedback.i18n import today
from feedback.long_jobs import JobKind, JobState, draft_job
from surveys.drafts import start_next_version
from surveys.items import RespondentGroup
from surveys.recordings import get_passage, record
from tests.cast import HOME, in_english, signed_in
from tests.databases import on_sqlite
from tests.factories import (
    a_closed_wave,
    a_pilot,
    a_publication,
    a_reviewed_comment,
    a_school,
    a_theme,
    an_action,
    an_advice,
    an_agenda,
    an_interpretation,
    make_links,
    now,
)
from tests.page import Page
from tests.sounds import an_mp3

# Who may come in does not depend on the database; `test_campaigns` tries what one sees on both.
pytestmark = on_sqlite

# "login" stands for being sent to the sign-in page. The open wave is published already, so that
# closing or publishing it once more is told and changes nothing. A feed knows tokens only. Signing
# out everywhere leaves nothing to sign out of.
ACTORS = (
    "stranger", "administrator", "regional", "moderator", "panel", "coordinator", "lead", "board",
    "municipality", "analyst", "elsewhere",
)  # fmt: skip
TABLE = """
GET  /static/<path:filename>           200   200 200 200 200 200 200 200 200 200 200
GET  /fs-static/<path:filename>        404   404 404 404 404 404 404 404 404 404 404
GET  /healthz                          200   200 200 200 200 200 200 200 200 200 200
GET  /                                 200   200 200 200 200 200 200 200 200 200 200
GET  /v/<code>                         200   200 200 200 200 200 200 200 200 200 200
GET  /V/<code>                         200   200 200 200 200 200 200 200 200 200 200
GET  /v/<code>/<language>              200   200 200 200 200 200 200 200 200 200 200
GET  /v/<code>/<language>/all          200   200 200 200 200 200 200 200 200 200 200
GET  /v/<code>/<language>/steps        200   200 200 200 200 200 200 200 200 200 200
GET  /v/<code>/<language>/send         303   303 303 303 303 303 303 303 303 303 303
GET  /v/<code>/<language>/switch       303   303 303 303 303 303 303 303 303 303 303
GET  /v/<code>/<language>/info          200   200 200 200 200 200 200 200 200 200 200
GET  /v/<code>/<language>/thanks       200   200 200 200 200 200 200 200 200 200 200
GET  /v/<code>/<language>/withdraw     200   200 200 200 200 200 200 200 200 200 200
POST /v/<code>/<language>/withdraw     422   422 422 422 422 422 422 422 422 422 422
GET  /v/<code>/<language>/withdrawn    200   200 200 200 200 200 200 200 200 200 200
POST /v/<code>/<language>/all          410   410 410 410 410 410 410 410 410 410 410
POST /v/<code>/<language>/steps        410   410 410 410 410 410 410 410 410 410 410
POST /v/<code>/<language>/send         410   410 410 410 410 410 410 410 410 410 410
POST /v/<code>/<language>/switch       410   410 410 410 410 410 410 410 410 410 410
GET  /r/<int:region_id> 303 303 303 303 303 303 303 303 303 303 303
GET  /r/<int:region_id>/<language> 200 200 200 200 200 200 200 200 200 200 200
GET  /R/<int:region_id>/<language>/<code> 404 404 404 404 404 404 404 404 404 404 404
GET  /r/<int:region_id>/<language>/<code> 404 404 404 404 404 404 404 404 404 404 404
GET  /audio/<digest>                   200   200 200 200 200 200 200 200 200 200 200
GET  /K/<code>                         410   410 410 410 410 410 410 410 410 410 410
GET  /k/<code>                         410   410 410 410 410 410 410 410 410 410 410
POST /k/<code>                         410   410 410 410 410 410 410 410 410 410 410
GET  /k/<code>/<ticket>                410   410 410 410 410 410 410 410 410 410 410
GET  /k/<code>/<ticket>/<language>     410   410 410 410 410 410 410 410 410 410 410
GET  /k/<code>/<ticket>/<language>/<key> 410   410 410 410 410 410 410 410 410 410 410
POST /k/<code>/<ticket>/<language>/<any(steps,switch,send):door> 410   410 410 410 410 410 410 410 410 410 410
GET  /k/<code>/<ticket>/<language>/thanks 410   410 410 410 410 410 410 410 410 410 410
POST /waves/<int:wave_id>/links/<int:link_id>/lessons login 404 404 404 404 404 404 404 404 404 404
GET  /login                            200   302 302 302 302 302 302 302 302 302 302
POST /login                            200   302 302 302 302 302 302 302 302 302 302
GET  /verify                           login 200 200 200 200 200 200 200 200 200 200
POST /verify                           login 200 200 200 200 200 200 200 200 200 200
GET  /reset                            200   200 200 200 200 200 200 200 200 200 200
POST /reset                            200   200 200 200 200 200 200 200 200 200 200
GET  /reset/<token>                    302   302 302 302 302 302 302 302 302 302 302
POST /reset/<token>                    302   302 302 302 302 302 302 302 302 302 302
GET  /sign-in/<key> 404 404 404 404 404 404 404 404 404 404 404
GET  /sign-in/<key>/back 404 404 404 404 404 404 404 404 404 404 404
GET  /account login 200 200 200 200 200 200 200 200 200 200
GET  /regions/ login 200 404 404 404 404 404 404 404 404 404
POST /regions/ login 422 404 404 404 404 404 404 404 404 404
GET  /regions/<int:region_id>/pilots/new login 200 404 404 404 404 404 404 404 404 404
POST /regions/<int:region_id>/pilots/new login 422 404 404 404 404 404 404 404 404 404
GET  /regions/pilots/<int:pilot_id> login 200 404 404 404 404 404 404 404 404 404
POST /regions/pilots/<int:pilot_id>/schools/<int:school_id>/leave login 303 404 404 404 404 404 404 404 404 404
GET  /agenda/ login 303 303 404 303 303 303 303 303 303 200
GET  /agenda/<int:region_id> login 200 200 404 200 200 200 200 200 200 404
GET  /agenda/<int:region_id>/<int:domain_id> login 200 200 404 200 200 200 200 200 200 404
GET  /agenda/<int:region_id>/agenda.<any(xlsx,csv):ending> login 200 200 404 200 200 200 200 200 200 404
GET  /agenda/<int:region_id>/file/ login 200 200 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/file/ login 422 422 404 404 404 404 404 404 404 404
GET  /agenda/<int:region_id>/domains/new login 200 200 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/domains/new login 422 422 404 404 404 404 404 404 404 404
GET  /agenda/<int:region_id>/<int:domain_id>/edit login 200 200 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/<int:domain_id>/edit login 303 303 404 404 404 404 404 404 404 404
GET  /agenda/<int:region_id>/<int:domain_id>/goals/new login 200 200 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/<int:domain_id>/goals/new login 422 422 404 404 404 404 404 404 404 404
GET  /agenda/<int:region_id>/goals/<int:goal_id> login 200 200 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/goals/<int:goal_id> login 303 303 404 404 404 404 404 404 404 404
GET  /agenda/<int:region_id>/goals/<int:goal_id>/indicators/new login 200 200 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/goals/<int:goal_id>/indicators/new login 422 422 404 404 404 404 404 404 404 404
GET  /agenda/<int:region_id>/indicators/<int:indicator_id> login 200 200 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/indicators/<int:indicator_id> login 422 422 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/indicators/<int:indicator_id>/values login 422 422 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/indicators/<int:indicator_id>/values/remove login 422 422 404 404 404 404 404 404 404 404
GET  /agenda/<int:region_id>/goals/<int:goal_id>/actions/new login 200 200 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/goals/<int:goal_id>/actions/new login 422 422 404 404 404 404 404 404 404 404
GET  /agenda/<int:region_id>/actions/<int:planned_id> login 200 200 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/actions/<int:planned_id> login 303 303 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/goals/<int:goal_id>/<any(up,down):way> login 303 303 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/<int:domain_id>/<any(up,down):way> login 303 303 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/rows/<int:row_id> login 303 303 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/indicators/<int:indicator_id>/remove login 303 303 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/actions/<int:planned_id>/remove login 303 303 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/goals/<int:goal_id>/remove login 303 303 404 404 404 404 404 404 404 404
POST /agenda/<int:region_id>/<int:domain_id>/remove login 303 303 404 404 404 404 404 404 404 404
GET  /people/ login 200 404 404 404 404 404 404 404 404 404
GET  /people/new login 200 404 404 404 404 404 404 404 404 404
POST /people/new login 422 404 404 404 404 404 404 404 404 404
GET  /people/<int:user_id> login 200 404 404 404 404 404 404 404 404 404
POST /people/<int:user_id>/roles login 422 404 404 404 404 404 404 404 404 404
POST /people/<int:user_id>/roles/<int:assignment_id>/remove login 303 404 404 404 404 404 404 404 404 404
POST /people/<int:user_id>/invitation login 200 404 404 404 404 404 404 404 404 404
POST /people/<int:user_id>/invitation/mail login 404 404 404 404 404 404 404 404 404 404
POST /people/<int:user_id>/sessions/end login 303 404 404 404 404 404 404 404 404 404
POST /people/<int:user_id>/second-factor/remove login 303 404 404 404 404 404 404 404 404 404
POST /people/<int:user_id>/identities/<int:identity_id>/remove login 303 404 404 404 404 404 404 404 404 404
POST /people/<int:user_id>/access login 303 404 404 404 404 404 404 404 404 404
GET  /audit-log/ login 200 404 404 404 404 404 404 404 404 404
GET  /audit-log/deeds.csv login 200 404 404 404 404 404 404 404 404 404
GET  /tf-setup login 200 200 200 200 200 200 200 200 200 200
POST /tf-setup login 200 200 200 200 200 200 200 200 200 200
POST /tf-setup/<token> login 302 302 302 302 302 302 302 302 302 302
GET  /tf-select login login login login login login login login login login login
POST /tf-select login login login login login login login login login login login
GET  /tf-rescue 404 404 404 404 404 404 404 404 404 404 404
POST /tf-rescue 404 404 404 404 404 404 404 404 404 404 404
GET  /wan-register login 200 200 200 200 200 200 200 200 200 200
POST /wan-register login 200 200 200 200 200 200 200 200 200 200
POST /wan-register/<token> login 302 302 302 302 302 302 302 302 302 302
GET  /wan-delete login 302 302 302 302 302 302 302 302 302 302
POST /wan-delete login 302 302 302 302 302 302 302 302 302 302
GET  /wan-verify login 200 200 200 200 200 200 200 200 200 200
POST /wan-verify login 200 200 200 200 200 200 200 200 200 200
POST /wan-verify/<token> login 302 302 302 302 302 302 302 302 302 302
GET  /wan-signin 200 302 302 302 302 302 302 302 302 302 302
POST /wan-signin 200 302 302 302 302 302 302 302 302 302 302
POST /wan-signin/<token> 302 302 302 302 302 302 302 302 302 302 302
GET  /mf-recovery-codes login 200 200 200 200 200 200 200 200 200 200
POST /mf-recovery-codes login 200 200 200 200 200 200 200 200 200 200
GET  /mf-recovery login 302 302 302 302 302 302 302 302 302 302
POST /mf-recovery login 302 302 302 302 302 302 302 302 302 302
GET  /staff                            login 200 200 200 200 200 200 200 200 200 200
POST /language                         303   303 303 303 303 303 303 303 303 303 303
POST /demo-sign-in                     404   404 404 404 404 404 404 404 404 404 404
GET  /waves/                           login 200 200 404 404 200 200 404 404 404 200
GET  /waves/new login 303 303 404 404 404 404 404 404 404 404
GET  /waves/new/<int:region_id> login 200 200 404 404 404 404 404 404 404 404
POST /waves/new/<int:region_id> login 422 422 404 404 404 404 404 404 404 404
GET  /waves/<int:wave_id>/days login 200 200 404 404 404 404 404 404 404 404
POST /waves/<int:wave_id>/days login 422 422 404 404 404 404 404 404 404 404
GET  /waves/<int:wave_id>              login 200 200 404 404 200 200 404 404 404 404
GET  /waves/<int:wave_id>/schools/<int:school_id>/posters.pdf login 200 200 404 404 200 404 404 404 404 404
GET  /waves/<int:wave_id>/schools/<int:school_id>/ login 200 200 404 404 200 404 404 404 404 404
POST /waves/<int:wave_id>/schools/<int:school_id>/contact login 422 422 404 404 422 404 404 404 404 404
POST /waves/<int:wave_id>/schools/<int:school_id>/actions login 422 422 404 404 422 404 404 404 404 404
POST /waves/<int:wave_id>/schools/<int:school_id>/actions/<int:action_id> login 422 422 404 404 422 404 404 404 404 404
GET  /waves/calendar login 200 200 404 404 200 200 404 404 404 200
GET  /waves/<int:wave_id>/schools/<int:school_id>/handouts login 200 200 404 404 200 404 404 404 404 404
POST /waves/<int:wave_id>/schools/<int:school_id>/languages login 422 422 404 404 422 404 404 404 404 404
POST /waves/<int:wave_id>/print login 303 303 404 404 303 404 404 404 404 404
GET  /schools/ login 200 404 404 404 404 404 404 404 404 404
GET  /schools/new login 200 404 404 404 404 404 404 404 404 404
POST /schools/new login 422 404 404 404 404 404 404 404 404 404
GET  /schools/<int:school_id> login 200 404 404 404 404 404 404 404 404 404
POST /schools/<int:school_id> login 422 404 404 404 404 404 404 404 404 404
POST /schools/<int:school_id>/headcounts login 303 404 404 404 404 404 404 404 404 404
POST /schools/<int:school_id>/close login 303 404 404 404 404 404 404 404 404 404
POST /schools/<int:school_id>/reopen login 303 404 404 404 404 404 404 404 404 404
GET  /schools/alliances login 200 404 404 404 404 404 404 404 404 404
POST /schools/alliances login 422 404 404 404 404 404 404 404 404 404
GET  /schools/import/ login 200 404 404 404 404 404 404 404 404 404
POST /schools/import/ login 422 404 404 404 404 404 404 404 404 404
GET  /schools/import/<int:job_id> login 404 404 404 404 404 404 404 404 404 404
POST /schools/import/<int:job_id> login 404 404 404 404 404 404 404 404 404 404
GET  /schools/headcounts/ login 200 404 404 404 404 404 404 404 404 404
POST /schools/headcounts/ login 422 404 404 404 404 404 404 404 404 404
GET  /schools/headcounts/headcounts.csv login 200 404 404 404 404 404 404 404 404 404
GET  /jobs/ login 200 200 404 404 200 404 404 404 404 200
GET  /jobs/<int:job_id> login 404 404 404 404 404 404 404 404 404 404
GET  /jobs/<int:job_id>/file login 404 404 404 404 404 404 404 404 404 404
POST /jobs/<int:job_id>/cancel login 404 404 404 404 404 404 404 404 404 404
POST /waves/<int:wave_id>/links/<int:link_id>/mode login 303 303 404 404 303 404 404 404 404 404
POST /waves/<int:wave_id>/links/<int:link_id>/slips.pdf login 303 303 404 404 303 404 404 404 404 404
POST /waves/<int:wave_id>/close        login 303 404 404 404 404 404 404 404 404 404
POST /waves/<int:wave_id>/publish      login 303 404 404 404 404 404 404 404 404 404
GET  /waves/<int:wave_id>/preview      login 200 404 404 404 404 404 404 404 404 404
POST /waves/<int:wave_id>/preview      login 303 404 404 404 404 404 404 404 404 404
GET  /results/                         login 200 200 404 200 200 200 200 200 200 200
GET  /results/<int:publication_id>/<kind>/<path:key> login 200 200 404 200 200 200 200 200 200 404
GET  /results/<int:publication_id>/<kind>/<path:key>/beside login 404 404 404 404 404 404 404 404 404 404
GET  /results/<int:publication_id>/<kind>/<path:key>/trends login 404 404 404 404 404 404 404 404 404 404
GET  /results/<int:publication_id>/<kind>/<path:key>/report.pdf login 200 200 404 200 200 200 200 200 200 404
GET  /results/<int:publication_id>/<kind>/<path:key>/conversation.pdf login 200 200 404 200 200 200 200 200 200 404
GET  /results/<int:publication_id>/school/<int:school_id>/said.pdf login 200 200 404 200 200 200 200 200 200 404
GET  /results/<int:publication_id>/codebook login 200 200 404 200 200 200 200 200 200 404
GET  /results/<int:publication_id>/codebook.xml login 200 200 404 200 200 200 200 200 200 404
GET  /results/<int:publication_id>/figures.<any(csv,xlsx,json):ending> login 200 200 404 404 404 404 404 404 200 404
GET  /api/v1/                          200   200 200 200 200 200 200 200 200 200 200
GET  /api/v1/openapi.json              200   200 200 200 200 200 200 200 200 200 200
GET  /api/v1/publications              401   401 401 401 401 401 401 401 401 401 401
GET  /api/v1/publications/<int:publication_id> 401   401 401 401 401 401 401 401 401 401 401
GET  /api/v1/publications/<int:publication_id>/units 401   401 401 401 401 401 401 401 401 401 401
GET  /api/v1/publications/<int:publication_id>/units/<unit_kind>/<anything:unit_key>/figures 401   401 401 401 401 401 401 401 401 401 401
GET  /api/v1/publications/<int:publication_id>/observations 401   401 401 401 401 401 401 401 401 401 401
GET  /api/v1/<anything:_rest>          401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/                        401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/$metadata               401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/Catalogs                401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/Datasets                401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/Klankbord               401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/Klankbord/<identifier>  401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/Klankbord/<identifier>/$metadata 401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/Klankbord/<identifier>/Properties 401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/Klankbord/<identifier>/Observations 401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/Klankbord/<identifier>/Observations/$count 401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/Klankbord/<identifier>/<name> 401   401 401 401 401 401 401 401 401 401 401
GET  /odata/v1/<anything:_rest>        401   401 401 401 401 401 401 401 401 401 401
GET  /comments/waiting                 login 404 404 200 404 404 404 404 404 404 404
GET  /comments/<uuid:comment_id>       login 404 404 200 404 404 404 404 404 404 404
POST /comments/<uuid:comment_id>       login 404 404 303 404 404 404 404 404 404 404
GET  /comments/decided                 login 404 404 200 404 404 404 404 404 404 404
POST /comments/decided                 login 404 404 200 404 404 404 404 404 404 404
POST /comments/<uuid:comment_id>/take-back login 404 404 303 404 404 404 404 404 404 404
GET  /comments/signals                 login 200 200 200 404 404 404 404 404 404 404
GET  /comments/themes                  login 200 200 200 200 404 404 404 404 404 404
POST /comments/themes/<int:theme_id>/name login 404 404 404 303 404 404 404 404 404 404
GET  /advice/ login 200 200 404 200 404 404 404 404 404 404
GET  /advice/ask/<int:region_id> login 200 200 404 404 404 404 404 404 404 404
POST /advice/ask/<int:region_id> login 422 422 404 404 404 404 404 404 404 404
GET  /advice/give/<int:region_id> login 404 404 404 200 404 404 404 404 404 404
POST /advice/give/<int:region_id> login 404 404 404 422 404 404 404 404 404 404
GET  /advice/<int:advice_id> login 200 200 404 200 404 404 404 404 404 404
POST /advice/<int:advice_id>/text login 404 404 404 422 404 404 404 404 404 404
POST /advice/<int:advice_id>/answer login 422 422 404 404 404 404 404 404 404 404
POST /advice/<int:advice_id>/actions login 422 422 404 404 404 404 404 404 404 404
POST /advice/<int:advice_id>/actions/<int:action_id>/remove login 303 303 404 404 404 404 404 404 404 404
POST /advice/<int:advice_id>/remove login 404 404 404 303 404 404 404 404 404 404
GET  /actions/ login 200 200 404 200 200 200 200 200 200 200
GET  /actions/new/<int:wave_id> login 200 200 404 404 404 404 404 404 404 404
POST /actions/new/<int:wave_id> login 422 422 404 404 404 404 404 404 404 404
GET  /actions/<int:region_action_id> login 200 200 404 404 404 404 404 404 404 404
POST /actions/<int:region_action_id> login 422 422 404 404 404 404 404 404 404 404
GET  /interpretations/<int:publication_id>/<unit_kind>/<respondent_group>/<measure>/<path:unit_key> login 200 200 404 200 200 200 200 200 200 404
POST /interpretations/<int:publication_id>/<unit_kind>/<respondent_group>/<measure>/<path:unit_key> login 422 422 404 422 422 422 404 404 404 404
GET  /interpretations/themes/<int:theme_id> login 200 200 200 200 404 404 404 404 404 404
POST /interpretations/themes/<int:theme_id> login 422 422 404 422 404 404 404 404 404 404
POST /interpretations/<int:interpretation_id>/standpoint login 422 422 404 422 422 422 404 404 404 404
POST /interpretations/<int:interpretation_id>/remove login 303 303 404 404 404 404 404 404 404 404
GET  /comments/themes/<int:theme_id> login 200 200 200 200 404 404 404 404 404 404
POST /comments/themes/<int:theme_id>/describe login 404 404 404 303 404 404 404 404 404 404
POST /comments/themes/<int:theme_id>/merge login 404 404 404 422 404 404 404 404 404 404
POST /comments/themes/<int:theme_id>/dissent login 404 404 404 422 404 404 404 404 404 404
POST /comments/themes/<int:theme_id>/dissent/<int:dissent_id>/remove login 303 303 303 404 404 404 404 404 404 404
GET  /comments/themes/<int:theme_id>/quotes login 404 404 200 404 404 404 404 404 404 404
POST /comments/themes/<int:theme_id>/quotes/<uuid:quoted_id> login 404 404 422 404 404 404 404 404 404 404
POST /comments/themes/<int:theme_id>/quotes/<uuid:quoted_id>/take-back login 404 404 303 404 404 404 404 404 404 404
GET  /comments/campaigns/<int:campaign_id> login 200 200 200 200 404 404 404 404 404 404
POST /comments/campaigns/<int:campaign_id> login 404 404 404 422 404 404 404 404 404 404
POST /comments/campaigns/<int:campaign_id>/grain login 404 404 404 303 404 404 404 404 404 404
GET  /comments/campaigns/<int:campaign_id>/present/<int:place> login 200 200 200 200 404 404 404 404 404 404
GET  /comments/campaigns/<int:campaign_id>/history login 200 200 200 200 404 404 404 404 404 404
POST /comments/campaigns/<int:campaign_id>/history/<int:change_id>/undo login 404 404 404 303 404 404 404 404 404 404
GET  /comments/campaigns/<int:campaign_id>/meeting login 404 404 404 200 404 404 404 404 404 404
GET  /comments/campaigns/<int:campaign_id>/code login 404 404 404 409 404 404 404 404 404 404
GET  /comments/campaigns/<int:campaign_id>/code/<int:place> login 404 404 404 409 404 404 404 404 404 404
POST /comments/campaigns/<int:campaign_id>/code/<int:place> login 404 404 404 409 404 404 404 404 404 404
GET  /comments/campaigns/<int:campaign_id>/agreement login 404 404 404 200 404 404 404 404 404 404
POST /comments/campaigns/<int:campaign_id>/agreement/<uuid:comment_id> login 404 404 404 303 404 404 404 404 404 404
POST /comments/campaigns/<int:campaign_id>/agreed login 404 404 404 303 404 404 404 404 404 404
GET  /comments/campaigns/<int:campaign_id>/vote login 404 404 404 200 404 404 404 404 404 404
POST /comments/campaigns/<int:campaign_id>/vote login 404 404 404 409 404 404 404 404 404 404
POST /comments/themes/<int:theme_id>/adopt login 404 404 404 404 404 404 404 404 404 404
POST /comments/themes/<int:theme_id>/refuse login 404 404 404 404 404 404 404 404 404 404
POST /comments/themes/<int:theme_id>/drop login 404 404 404 303 404 404 404 404 404 404
POST /comments/campaigns/<int:campaign_id>/anew/<any(coding,voting):state> login 404 404 404 422 404 404 404 404 404 404
POST /comments/campaigns/<int:campaign_id>/state/<any(discussing,coding,voting,frozen):state> login 404 404 404 303 404 404 404 404 404 404
GET  /questionnaires/                  login 200 404 404 404 404 404 404 404 404 404
GET  /questionnaires/<int:version_id>  login 200 404 404 404 404 404 404 404 404 404
GET  /questionnaires/<int:version_id>/<item> login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/<int:version_id>/<item>/<language>/<group> login 422 404 404 404 404 404 404 404 404 404
POST /questionnaires/<int:version_id>/<item>/<language>/<group>/remove login 303 404 404 404 404 404 404 404 404 404
GET  /questionnaires/drafts/new login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/drafts/new login 422 404 404 404 404 404 404 404 404 404
POST /questionnaires/drafts/after/<int:version_id> login 303 404 404 404 404 404 404 404 404 404
GET  /questionnaires/drafts/<int:draft_id> login 200 404 404 404 404 404 404 404 404 404
GET  /questionnaires/drafts/<int:draft_id>/about login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/drafts/<int:draft_id>/about login 422 404 404 404 404 404 404 404 404 404
GET  /questionnaires/drafts/<int:draft_id>/items/new login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/drafts/<int:draft_id>/items/new login 422 404 404 404 404 404 404 404 404 404
GET  /questionnaires/drafts/<int:draft_id>/items/<item> login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/drafts/<int:draft_id>/items/<item> login 422 404 404 404 404 404 404 404 404 404
POST /questionnaires/drafts/<int:draft_id>/items/<item>/<any(up,down,remove):way> login 303 404 404 404 404 404 404 404 404 404
GET  /questionnaires/drafts/<int:draft_id>/library login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/drafts/<int:draft_id>/library login 303 404 404 404 404 404 404 404 404 404
GET  /questionnaires/drafts/<int:draft_id>/languages/<language> login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/drafts/<int:draft_id>/languages/<language> login 409 404 404 404 404 404 404 404 404 404
GET  /questionnaires/drafts/<int:draft_id>/differences login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/drafts/<int:draft_id>/finish login 422 404 404 404 404 404 404 404 404 404
GET  /questionnaires/preview/<any(draft,version):thing>/<int:thing_id> login 200 404 404 404 404 404 404 404 404 404
GET  /questionnaires/preview/<any(draft,version):thing>/<int:thing_id>/inside login 200 404 404 404 404 404 404 404 404 404
GET  /questionnaires/files/<any(draft,version):thing>-<int:thing_id>.<ending> login 200 404 404 404 404 404 404 404 404 404
GET  /questionnaires/files/read login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/files/read login 422 404 404 404 404 404 404 404 404 404
POST /questionnaires/files/keep login 400 404 404 404 404 404 404 404 404 404
GET  /questionnaires/files/draft-<int:draft_id>-<language>.<ending> login 404 404 404 404 404 404 404 404 404 404
GET  /questionnaires/files/translated/<int:draft_id> login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/files/translated/<int:draft_id> login 422 404 404 404 404 404 404 404 404 404
GET  /questionnaires/differences/<int:version_id> login 200 404 404 404 404 404 404 404 404 404
POST /questionnaires/archive/<int:version_id> login 303 404 404 404 404 404 404 404 404 404
POST /questionnaires/drafts/<int:draft_id>/remove login 303 404 404 404 404 404 404 404 404 404
GET  /house-styles/                    login 200 404 404 404 404 404 404 404 404 404
GET  /house-styles/choose              login 404 404 404 404 404 404 404 404 404 404
GET  /house-styles/<any(board,municipality):wearer>/<int:number> login 200 404 404 404 404 404 404 404 404 404
POST /house-styles/<any(board,municipality):wearer>/<int:number> login 422 404 404 404 404 404 404 404 404 404
POST /house-styles/<any(board,municipality):wearer>/<int:number>/import login 422 404 404 404 404 404 404 404 404 404
POST /house-styles/<any(board,municipality):wearer>/<int:number>/remove login 303 404 404 404 404 404 404 404 404 404
POST /account/visits/<uuid:visit_id>/end login 404 404 404 404 404 404 404 404 404 404
POST /account/visits/end-others login 303 303 303 303 303 303 303 303 303 303
POST /account/sign-out-everywhere login login login login login login login login login login login
POST /tf-validate login 400 400 400 400 400 400 400 400 400 400
GET  /tf-validate login login login login login login login login login login login
POST /logout                           302   400 400 400 400 400 400 400 400 400 400
"""  # noqa: E501 - a table
EXPECTED = {
    (method, rule): dict(zip(ACTORS, statuses, strict=True))
    for method, rule, *statuses in map(str.split, TABLE.strip().splitlines())
}


@pytest.fixture
def town(session, wave_keys):
    """What the addresses in the table stand for, and the organisations of the actors."""
    school = a_school(session, "De Brug")
    other = a_school(session, "Het Anker", municipality="Hulst", board="Stichting Anders")
    answers = {school: {"yes": 8, "partly": 6, "no": 4}}
    wave = a_closed_wave(session, wave_keys, answers)
    region = wave.campaign.region
    pilot = a_pilot(session, region, [school])
    [link] = make_links(session, wave, [school], [RespondentGroup.PARENT], ["nl"])
    draft = start_next_version(session, wave.version, now=now())
    agenda = an_agenda(session, region)
    person = User(email="fatma@klankbord.example", name="Fatma")
    assign(person, Role.BOARD_VIEWER, OrganisationKind.BOARD, school.board_id)
    person.identities.append(
        ExternalIdentity(issuer="https://login.example", subject="7", linked_on=today())
    )
    session.add(person)
    session.flush()
    released = [a_reviewed_comment(session, link, decision=Decision.RELEASED) for _ in range(10)]
    theme = a_theme(session, wave, released)
    change = describe(session, wave.campaign, theme.id, name="Wachten", now=now())
    released[0].may_quote = True
    quoted = Quote(comment_id=released[0].id, text="Snel.", wording="checked")
    session.add(quoted)
    publication = a_publication(session, wave)
    town = {
        "wave_id": wave.id,
        "school_id": school.id,
        "publication_id": publication.id,
        "interpretation_id": what_is_said(session, person, school, publication, theme, link).id,
        "respondent_group": "parent",
        "measure": "dichtbij",
        "kind": "school",
        "key": school.id,
        "link_id": link.id,
        "code": link.code,
        "ticket": "nowhere",
        "door": "steps",
        "language": "nl",
        "comment_id": a_reviewed_comment(session, link).id,
        "dissent_id": add_dissent(session, theme, "Dit gaat over geld.", user_id=None).id,
        "quoted_id": quoted.comment_id,
        "action_id": an_action(session, wave, school).id,
        "advice_id": an_advice(session, region).id,
        "region_action_id": an_action(session, wave, None).id,
        "theme_id": theme.id,
        "campaign_id": wave.campaign_id,
        "change_id": change.id,
        "place": 1,
        "state": "voting",
        "wearer": "board",
        "number": school.board_id,
        "version_id": wave.version_id,
        "draft_id": draft.id,
        "thing_id": draft.id,
        "thing": "draft",
        "way": "up",
        "item": "dichtbij",
        "group": "everybody",
        "digest": record(session, get_passage(wave.version, "dichtbij", "", "nl"), an_mp3()).digest,
        "filename": "staff.css",
        "ending": "xlsx",
        "token": uuid4(),
        "unit_kind": "school",
        "unit_key": school.id,
        "identifier": f"W{wave.id}",
        "name": "UnitCodes",
        "_rest": "nowhere",
        "region": region.id,
        "board": school.board_id,
        "municipality": school.municipality_id,
        "pilot": pilot.id,
        "elsewhere": other.id,
        "region_id": region.id,
        "domain_id": agenda.id,
        "goal_id": agenda.goals[0].id,
        "row_id": agenda.goals[0].rows[0].id,
        "indicator_id": agenda.indicators[0].id,
        "planned_id": agenda.goals[0].rows[0].actions[0].id,
        "pilot_id": pilot.id,
        "user_id": person.id,
        "job_id": a_job_of_somebody_else(session, person, wave),
        "assignment_id": person.assignments[0].id,
        "visit_id": uuid4(),
        "identity_id": person.identities[0].id,
    }
    session.commit()
    return town


def what_is_said(session, person, school, publication, theme, link):
    """What somebody said beside a figure, and a theme that enough people wrote about."""
    comments = [a_reviewed_comment(session, link, decision=Decision.RELEASED) for _ in range(10)]
    session.add_all(CommentTheme(comment_id=each.id, theme_id=theme.id) for each in comments)
    session.flush()
    return an_interpretation(session, publication, unit=("school", school.id), user_id=person.id)


def a_job_of_somebody_else(session, person, wave):
    """A job that has ended well, whose file nobody but its asker may have."""
    job = draft_job(
        session, person.id, JobKind.PRINT, now=now(), arguments={"wave_id": wave.id, "links": []}
    )
    job.state, job.file, job.file_name = JobState.DONE, b"%PDF", "posters.pdf"
    session.flush()
    return job.id


def browser_of(actor, app, town):
    kind = OrganisationKind
    match actor:
        case "stranger":
            return in_english(app)
        case "administrator":
            return signed_in(app, Role.ADMINISTRATOR)
        case "regional":
            return signed_in(app, Role.ADMINISTRATOR, kind.REGION, town["region"])
        case "moderator":
            return signed_in(app, Role.MODERATOR, kind.REGION, town["region"])
        case "panel":
            return signed_in(app, Role.PANEL_MEMBER, kind.REGION, town["region"])
        case "coordinator":
            return signed_in(app, Role.SCHOOL_COORDINATOR, kind.SCHOOL, town["school_id"])
        case "lead":
            return signed_in(app, Role.PILOT_LEAD, kind.PILOT, town["pilot"])
        case "board":
            return signed_in(app, Role.BOARD_VIEWER, kind.BOARD, town["board"])
        case "municipality":
            return signed_in(app, Role.MUNICIPALITY_VIEWER, kind.MUNICIPALITY, town["municipality"])
        case "analyst":
            return signed_in(app, Role.ANALYST, kind.REGION, town["region"])
    return signed_in(app, Role.SCHOOL_COORDINATOR, kind.SCHOOL, town["elsewhere"])


def routes(app):
    return {
        (method, rule.rule.replace(", ", ",")): rule
        for rule in app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
        if not (rule.endpoint == "security.logout" and method == "GET")
    }


def ask(app, client, rule, method, town, token=""):
    values = {name: town[name] for name in rule.arguments}
    with app.test_request_context():
        url = app.url_map.bind("localhost").build(rule.endpoint, values, method)
    # The two that a QR code holds in capitals are built in small letters.
    way = rule.rule.partition("<")[0]
    address = url if way not in {"/V/", "/K/", "/R/"} else url.replace(way.lower(), way)
    if method == "GET":
        return client.get(address, buffered=True)
    prefix = str(town["comment_id"])
    form = {"csrf_token": token, "locale": "en", f"{prefix}-text": "Fijn.", f"{prefix}-hold": "1"}
    return client.post(address, data=form)


def token_of(client, actor):
    page = Page(client.get("/login" if actor == "stranger" else HOME).text)
    return next(each["value"] for each in page.all("input") if each["name"] == "csrf_token")


def answer_of(response):
    is_sent_away = (response.location or "").startswith("/login") and "/logout" not in (
        response.request.path
    )
    return "login" if is_sent_away else str(response.status_code)


def test_every_route_has_a_line_in_the_table(app):
    assert set(routes(app)) == set(EXPECTED)


@pytest.mark.parametrize("actor", ACTORS)
def test_a_route_opens_for_exactly_whom_the_table_says(app, town, actor):
    client, known = browser_of(actor, app, town), routes(app)
    token = token_of(client, actor)

    answers = {
        (method, rule): answer_of(ask(app, client, known[method, rule], method, town, token))
        for method, rule in EXPECTED
    }

    assert answers == {route: statuses[actor] for route, statuses in EXPECTED.items()}


def test_nothing_is_changed_without_the_token_of_a_page(app, town):
    client = browser_of("administrator", app, town)

    answers = {
        route: ask(app, client, rule, "POST", town).status_code
        for route, rule in routes(app).items()
        if route[0] == "POST" and not route[1].startswith(("/v/", "/k/"))
    }

    assert set(answers.values()) == {400}


@pytest.mark.parametrize("actor", ["stranger", "elsewhere", "moderator"])
def test_a_head_request_learns_no_more_than_a_get(app, town, actor):
    client = browser_of(actor, app, town)
    for (method, path), rule in routes(app).items():
        if method == "GET":
            shown = ask(app, client, rule, "GET", town)
            head = client.head(shown.request.path, buffered=True)

            assert (head.status_code, head.text) == (shown.status_code, ""), path


def test_asking_for_the_options_of_a_page_opens_nothing(app, town):
    client = in_english(app)
    for (method, path), rule in routes(app).items():
        if method == "GET":
            url = ask(app, client, rule, "GET", town).request.path
            response = client.options(url, buffered=True)

            assert response.text == "", path
            assert "Set-Cookie" not in response.headers, path
