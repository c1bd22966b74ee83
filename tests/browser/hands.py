"""Hands on the pages: a mouse, a finger, a keyboard.

A script says what a person does in the site's own English words ("press the button Approve"). A hand
finds the control by its role and its accessible name in the language of the page, and works it in its
own way, so that one script can be played with the mouse, by touch, with the keyboard alone, and in
Chinese. On the way every page is looked at: nothing broken, nothing refused by the policy of the page,
no words of another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tests.browser.tongues import Words

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

Role = Literal["link", "button", "radio", "checkbox", "heading"]
#: More presses of Tab than any page here needs.
PATIENCE = 400
PART = "part of the site"
WAIT_MS = 20_000
#: Where the active element stands to the wanted one: there, in its group, before it, after it; and how
#: many stops of Tab lie between them at least, as somebody sees who knows the page.
WHERE = """wanted => {
  const active = document.activeElement;
  if (active === wanted) return ['there', 0];
  if (wanted.type === 'radio' && active.type === 'radio' && active.name === wanted.name
      && active.form === wanted.form) return ['group', 1];
  if (active === document.body || active === null) return ['nowhere', 1];
  const follows = (one, other) =>
    one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
  const [first, last] = follows(active, wanted) ? [active, wanted] : [wanted, active];
  const stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(one => follows(first, one) && follows(one, last) && one.type !== 'radio'
      && one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true}));
  return [first === active ? 'before' : 'after', stops.length + 1];
}"""
#: Whether what has the focus shows it, itself or by what stands for it, and lies in sight.
SHOWS = """wanted => {
  const shows = one => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  };
  const standing = [wanted, wanted.nextElementSibling, wanted.parentElement].filter(Boolean);
  const box = wanted.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [standing.some(shows), seen, wanted.outerHTML.slice(0, 160)];
}"""


class Hand:
    """A person at a page; the hand is a mouse on a wide screen."""

    options: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}

    def __init__(self, browser: Browser, address: str, words: Words) -> None:
        self.words = words
        self.wrong: list[str] = []
        self.context: BrowserContext = browser.new_context(
            locale=words.locale, base_url=address, **self.options
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        self.page.on("response", self._answered)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("console", self._said)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.area: Locator | Page = self.page

    # What happens on the way ------------------------------------------------------------------

    def _note(self, what: str) -> None:
        self.wrong.append(f"{self.page.url}: {what}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 500:
            self._note(f"{answer.status} from {answer.request.method} {answer.url}")

    def _said(self, message: Any) -> None:
        # A form with something to mend answers 422, which the console tells; it is no fault.
        if message.type in ("error", "warning") and "422" not in message.text:
            self._note(f"console: {message.text}")

    def look(self) -> None:
        """Look at the page that is open, once: is all of it in the language of the page?"""
        if self.words.language == "en":
            return  # what an English page says is what the script asks for
        if self.page.evaluate("window.lookedAt ? false : (window.lookedAt = true)"):
            self.wrong.extend(f"{self.page.url}: {leak}" for leak in self.words.leaks_on(self.page))

    # Finding ----------------------------------------------------------------------------------

    @contextmanager
    def inside(self, area: Locator) -> Iterator[None]:
        """Look for controls only there."""
        before, self.area = self.area, area
        try:
            yield
        finally:
            self.area = before

    def among(self, selector: str, text: str | re.Pattern[str]) -> Locator:
        """The one of several (cards, rows, groups of fields) that has this text."""
        return self.page.locator(selector).filter(has_text=text).first

    def control(self, role: Role, message: str, **how: Any) -> Locator:
        """A control by its role and its accessible name."""
        return self.area.get_by_role(role, name=self.words.pattern(message, **how)).first

    def labelled(self, message: str, **how: Any) -> Locator:
        """A field by its label."""
        return self.area.get_by_label(self.words.label(message, **how)).first

    # What a person does -----------------------------------------------------------------------

    def open(self, address: str) -> None:
        """Come to the site at an address."""
        self.page.goto(address)

    def press(self, role: Role, message: str, **how: Any) -> None:
        """Press a link or a button. `of` is what its name goes on with."""
        wanted = self.control(role, message, **how)
        wanted.wait_for()
        self.look()
        if role != "link" or (wanted.get_attribute("href") or "").startswith("#"):
            self.activate(wanted)
        else:
            self.follow(wanted)

    def follow(self, wanted: Locator) -> None:
        """Press a link, and wait until another document is here."""
        wanted.wait_for()
        self.page.wait_for_load_state("domcontentloaded")
        with self.page.expect_event("domcontentloaded"):  # no leap within this one
            self.activate(wanted)

    def unfold(self, message: str, **how: Any) -> None:
        """Open what is folded away behind a word."""
        pattern = self.words.pattern(message, **how)
        folded = self.area.locator("summary").filter(has_text=pattern).first
        folded.wait_for()
        if not folded.evaluate("one => one.parentElement.open"):
            self.activate(folded)

    def fetch(self, message: str, folder: Path, **how: Any) -> Path:
        """Download what a link leads to."""
        wanted = self.control("link", message, **how)
        with self.page.expect_download() as download:
            self.activate(wanted)
        path = folder / f"{len(list(folder.iterdir()))}-{download.value.suggested_filename}"
        download.value.save_as(path)
        return path

    def write(self, message: str, text: str, **how: Any) -> None:
        """Write in a field, in place of what stands there."""
        self.type(self.labelled(message, **how), text)

    def write_day(self, message: str, day: date, **how: Any) -> None:
        """Fill in a day."""
        self.type(self.labelled(message, **how), day.isoformat())

    def choose(self, message: str, option: str | re.Pattern[str], **how: Any) -> None:
        """Choose one of a list by its words."""
        field = self.labelled(message, **how)
        field.wait_for()
        names = [one.strip() for one in field.locator("option").all_inner_texts()]
        wanted = re.compile(re.escape(option)) if isinstance(option, str) else option
        # one option's words can stand within another's ("Missing", "Label wrong or missing")
        fitting = sorted(filter(wanted.search, names), key=lambda name: not wanted.fullmatch(name))
        found = next(iter(fitting), None)
        assert found is not None, f"{message}: {option!r} is not among {names}"
        self.select(field, found)

    def mark(self, role: Role, message: str, **how: Any) -> None:
        """Choose a radio button or tick a box."""
        wanted = self.control(role, message, **how)
        wanted.wait_for(state="attached")
        self.tick(wanted)

    def give(self, message: str, path: Path, **how: Any) -> None:
        """Give a file."""
        field = self.labelled(message, **how)
        with self.page.expect_file_chooser() as chooser:
            self.activate(field)
        chooser.value.set_files(str(path))

    def go(self, part: str, place: str) -> None:
        """Go to a page by the menu: to its part of the site, then to the page beside the others."""
        with self.inside(self.page.get_by_role("navigation", name=self.words.pattern("Main"))):
            self.press("link", part, context=PART, counted=True)
        beside = self.page.get_by_role("navigation", name=self.words.pattern("In this part"))
        here = beside.locator("[aria-current=page]", has_text=self.words.pattern(place))
        if beside.count() and not here.count():
            with self.inside(beside):
                self.press("link", place)

    def sees(self, message: str, *, or_else: str = "", **how: Any) -> str:
        """Wait until the page says this, or the other; the text as it stands there."""
        pattern = self.words.pattern(message, whole=False, **how)
        if or_else:
            other = self.words.pattern(or_else, whole=False, **how)
            pattern = re.compile(f"{pattern.pattern}|{other.pattern}")
        said = self.area.get_by_text(pattern).first
        said.wait_for()
        self.look()
        return said.inner_text()

    def reads(self, text: str | re.Pattern[str]) -> None:
        """Wait until something that is not the site's own words stands on the page."""
        self.area.get_by_text(text).first.wait_for()

    # How a hand does it -----------------------------------------------------------------------

    def activate(self, wanted: Locator) -> None:
        """Set off a control."""
        wanted.click()

    def type(self, wanted: Locator, text: str) -> None:
        """Put a text in a field."""
        wanted.fill(text)

    def select(self, wanted: Locator, name: str) -> None:
        """Choose of a list; the list itself is drawn by the system, out of reach of a test."""
        wanted.select_option(label=name)

    def tick(self, wanted: Locator) -> None:
        """Choose a radio button or a box."""
        if not wanted.is_checked():
            self.activate(wanted)

    def close(self) -> None:
        """Leave."""
        self.context.close()


class Finger(Hand):
    """A finger on the screen of a telephone."""

    options: dict[str, Any] = {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
    }

    def activate(self, wanted: Locator) -> None:
        """A tap."""
        wanted.tap()

    def type(self, wanted: Locator, text: str) -> None:
        """A tap, and what the keyboard of the screen writes."""
        wanted.tap()
        wanted.fill(text)

    def go(self, part: str, place: str) -> None:
        """Everything lies behind one word on a small screen; a part of one page is called by its own
        name there."""
        menu = self.page.locator("details.site-menu")
        self.activate(menu.locator("summary"))
        page = self.words.pattern(place).pattern
        whole = self.words.pattern(part, context=PART, counted=True).pattern
        with self.inside(menu):
            self.follow(menu.get_by_role("link", name=re.compile(f"{page}|{whole}")).first)


class Keyboard(Hand):
    """The keyboard alone: what Tab does not come to is not there."""

    def reach(self, wanted: Locator) -> None:
        """Tab to a control, as directly as somebody who knows the page; it must show the focus."""
        wanted.wait_for(state="attached")
        handle = wanted.element_handle()
        assert handle is not None
        for _ in range(PATIENCE):
            where, steps = handle.evaluate(WHERE)
            if where == "there":
                self._must_show(handle)
                return
            if where == "nowhere" and self._skips(handle):
                continue
            key = {"group": "ArrowDown", "after": "Shift+Tab"}.get(where, "Tab")
            for _ in range(steps):
                self.page.keyboard.press(key)
        raise AssertionError(f"{self.page.url}: the Tab key never came to {wanted}")

    def _skips(self, handle: Any) -> bool:
        """From the top of a page over the header, by the link that is made for it."""
        if not handle.evaluate("one => document.querySelector('main').contains(one)"):
            return False
        self.page.keyboard.press("Tab")
        if not self.page.evaluate("document.activeElement.matches('.ds-skip-link')"):
            return True
        self.page.keyboard.press("Enter")
        return True

    def _must_show(self, handle: Any) -> None:
        shown, in_sight, name = handle.evaluate(SHOWS)
        if not shown:
            self._note(f"nobody sees that this has the focus: {name}")
        if not in_sight:
            self._note(f"this has the focus and is out of sight: {name}")

    def activate(self, wanted: Locator) -> None:
        """Enter."""
        self.reach(wanted)
        self.page.keyboard.press("Enter")

    def type(self, wanted: Locator, text: str) -> None:
        """All that stands there is overwritten."""
        self.reach(wanted)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def write_day(self, message: str, day: date, **how: Any) -> None:
        """A day is typed in the order that the browser shows it."""
        field = self.labelled(message, **how)
        for written in (f"{day:%d%m%Y}", f"{day:%m%d%Y}", f"{day:%Y%m%d}"):
            self.reach(field)
            for _ in range(3):  # to the first of its three parts
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(written)
            if field.input_value() == day.isoformat():
                return
        raise AssertionError(f"{message}: {field.input_value()} is not {day}")

    def select(self, wanted: Locator, name: str) -> None:
        """Arrows, as a closed list takes them."""
        self.reach(wanted)
        names, now = wanted.evaluate(
            "one => [[...one.options].map(each => each.label.trim()), one.selectedIndex]"
        )
        steps = names.index(name) - now
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")
        chosen = wanted.evaluate("one => one.selectedOptions[0].label.trim()")
        assert chosen == name, f"{chosen} instead of {name}"

    def tick(self, wanted: Locator) -> None:
        """The space bar."""
        self.reach(wanted)
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
