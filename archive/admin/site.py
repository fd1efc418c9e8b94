"""The admin site of the archive: Arabic, right to left.

It stands outside `archive.admin`, whose modules register with it: importing them while the site
is being made would make a second one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.models import LogEntry
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.editing import duplicates, proposals, reannotating, resending, review
from archive.logins import TOO_LONG
from archive.models import Article, CorrectionRequest, Ingest, PassageSpan, Source
from archive.models.visibility import Viewer
from archive.preservation import last_runs

if TYPE_CHECKING:
    from django.contrib.auth.models import User

View = Callable[..., HttpResponse]

# The order of the day's work; each is shown to those who may open it.
SECTIONS = (
    ("archive", "Article", "المقالات"),
    ("archive", "Ingest", "الاستيراد"),
    ("archive", "Entity", "الجهات والأشخاص"),
    ("archive", "Source", "المصادر"),
    ("archive", "Decision", "السجل"),
    ("search", "IndexState", "حال الفهرس"),
    ("auth", "User", "المستخدمون"),
)

FINDINGS = (
    ("statements", "مقالات فيها أقوال تنتظر القرار"),
    ("names", "مقالات فيها أسماء تنتظر التأكيد"),
    ("relays", "مقالات فيها نقل عن ناشرين ينتظر التأكيد"),
    ("dates", "مقالات فيها تواريخ تنتظر التأكيد"),
)

# What other packages call themselves, in this archive's words.
APP_ORDER = {"archive": 0, "search": 1, "auth": 2}
APP_NAMES = {"axes": "محاولات الدخول", "auth": "المستخدمون والمجموعات"}


@dataclass(frozen=True)
class Section:
    label: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Waiting:
    """One kind of work that waits for a person, and where it is done."""

    count: int
    label: str
    address: str


class LoginForm(AdminAuthenticationForm):
    """Asks for no name and no password longer than an account can have.

    What is longer is refused before it is compared, hashed or stored.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in (
            ("username", settings.LOGIN_LIMITS.username),
            ("password", settings.LOGIN_LIMITS.password),
        ):
            field = self.fields[name]
            field.max_length = most
            field.widget.attrs["maxlength"] = most
            field.validators.append(MaxLengthValidator(most, TOO_LONG))


class ArchiveAdminSite(AdminSite):
    site_header = "إدارة الأرشيف"
    site_title = "إدارة الأرشيف"
    index_title = "العمل اليومي"
    enable_nav_sidebar = False
    empty_value_display = "—"
    login_form = LoginForm

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        addresses = {
            (app["app_label"], model["object_name"]): model["admin_url"]
            for app in context["available_apps"]
            for model in app["models"]
        }
        reviewing = request.path.endswith("/review/")
        context["sections"] = []
        for app, model, label in SECTIONS:
            if not (address := addresses.get((app, model))):
                continue
            is_here = request.path.startswith(address) and not reviewing
            context["sections"].append(Section(label, address, is_here))
            if model == "Article":
                queue = reverse("admin:archive_article_queue")
                context["sections"].append(Section("المراجعة", queue, reviewing))
        return context

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["name"] = APP_NAMES.get(app["app_label"], app["name"])
        return sorted(apps, key=lambda app: APP_ORDER.get(app["app_label"], len(APP_ORDER)))

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """A view of the admin; who sent a form after their session ended logs in and sends it."""
        asked = super().admin_view(view, cacheable)

        @wraps(asked)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            ended = request.method == "POST" and request.user.is_anonymous
            if ended and resending.was_editor(request):
                fields, files = resending.sent_fields(request)
                if fields:
                    return self._ask_to_log_in(request, fields, files)
            return asked(request, *args, **kwargs)

        return kept

    def _ask_to_log_in(
        self, request: HttpRequest, fields: resending.Fields, files: list[str]
    ) -> HttpResponse:
        request.current_app = self.name
        context = {
            **self.each_context(request),
            "title": "دخول",
            "form": self.login_form(request),
            "app_path": reverse("admin:login"),
            "next": request.get_full_path(),
            "kept": resending.as_kept(fields),
            "kept_files": files,
        }
        response = TemplateResponse(request, "admin/login.html", context, status=403)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        fields = resending.read_kept(request)
        kept = {"kept": resending.as_kept(fields) if fields else ""}
        response = super().login(request, {**kept, **(extra_context or {})})
        came_in = request.method == "POST" and response.status_code == 302
        if not (came_in and request.user.is_authenticated):
            return response
        address = response.headers["Location"]
        if fields and address.startswith(reverse("admin:index")):
            response = self._offer_to_send(request, fields, address)
        resending.remember_editor(request, response)
        return response

    def _offer_to_send(
        self, request: HttpRequest, fields: resending.Fields, address: str
    ) -> HttpResponse:
        request.current_app = self.name
        context = {
            **self.each_context(request),
            "title": "لم يُحفظ بعد ما كتبته",
            "fields": fields,
            "shown": resending.typed(fields),
            "address": address,
        }
        response = TemplateResponse(request, "admin/send_again.html", context)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The browser, too, forgets what was shown: drafts, names of colleagues."""
        response = super().logout(request, extra_context)
        if request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
            resending.forget_editor(response)
        return response

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        context = {
            "waiting": [work for work in waiting_work(request.user) if work.count],
            "work": reannotating.unfinished() if request.user.is_authenticated else None,
            "recent": own_entries(request.user),
            "troubles": troubles(request.user),
        }
        return super().index(request, {**context, **(extra_context or {})})


def troubles(user: User) -> list[last_runs.Standing]:
    """What is wrong with backups and verifications, for those who may see where the index is."""
    if not user.has_perm("search.view_indexstate"):
        return []
    return [one for one in last_runs.standings() if not one.is_well]


def own_entries(user: User, most: int = 10) -> list[LogEntry]:
    """What a person did last, the newest first, without articles that they no longer may see."""
    entries = LogEntry.objects.filter(user=user).select_related("content_type")[:most]
    about = {entry.object_id for entry in entries if _is_of_article(entry)}
    visible = Article.objects.visible_to(user).filter(pk__in=about).values_list("pk", flat=True)
    shown = {str(pk) for pk in visible}
    return [e for e in entries if not _is_of_article(e) or e.object_id in shown]


def _is_of_article(entry: LogEntry) -> bool:
    kind = entry.content_type
    return kind is not None and kind.model_class() is Article


def waiting_work(user: Viewer) -> list[Waiting]:
    """What a person who may see articles can get on with; counts of zero included."""
    if not user.has_perm("archive.view_article"):
        return []
    articles = reverse("admin:archive_article_changelist")
    queue = reverse("admin:archive_article_queue")
    visible = Article.objects.visible_to(user)
    work = [
        Waiting(
            visible.filter(status=Article.Status.DRAFT).count(),
            "مسودات تنتظر النشر",
            f"{articles}?status__exact=draft",
        ),
        Waiting(
            visible.filter(status=Article.Status.DRAFT, handling__ready_at__isnull=False).count(),
            "مسودات جاهزة للمراجعة",
            f"{articles}?desk=ready",
        ),
        Waiting(
            visible.filter(status=Article.Status.DRAFT, handling__assigned_to=user.pk).count(),
            "مسودات أُسندت إليك",
            f"{articles}?desk=mine&status__exact=draft",
        ),
        Waiting(
            proposals.queue(visible).count(),
            "صيغ مقترحة تنتظر القرار",
            reverse("admin:archive_article_proposals"),
        ),
        Waiting(
            PassageSpan.objects.current()
            .filter(cut=PassageSpan.Cut.PROPOSED, revision__article__in=visible)
            .values("revision__article")
            .distinct()
            .count(),
            "مقالات فيها مقاطع قد تكون مقطوعة",
            f"{articles}?review=cut",
        ),
        *(
            Waiting(review.queue(visible, kind).count(), label, f"{queue}?kind={kind}")
            for kind, label in FINDINGS
        ),
        Waiting(
            duplicates.unsettled(visible).count(),
            "مقالات تكاد تطابق غيرها",
            f"{articles}?resembles=yes",
        ),
    ]
    if user.has_perm("archive.publish_article"):
        work.append(
            Waiting(
                CorrectionRequest.objects.filter(state=CorrectionRequest.State.OPEN).count(),
                "طلبات تصحيح من القراء",
                reverse("admin:archive_correctionrequest_changelist") + "?state__exact=open",
            )
        )
    if user.has_perm("archive.view_source"):
        work.append(
            Waiting(
                Source.objects.filter(confirmed=False).count(),
                "مصادر جاءت مع الاستيراد ولم تؤكد",
                reverse("admin:archive_source_changelist") + "?confirmed__exact=0",
            )
        )
    if user.has_perm("archive.view_ingest"):
        work.append(
            Waiting(
                Ingest.objects.filter(state=Ingest.State.FAILED).count(),
                "عمليات استيراد تعذّرت",
                reverse("admin:archive_ingest_changelist") + "?state__exact=failed",
            )
        )
    return work
