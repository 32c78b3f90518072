"""The site's theme -> a page of it with blanks, for the pages of the status section."""

from __future__ import annotations

import sys

from pelican.contents import Page
from pelican.generators import PagesGenerator

from ..section.place import ROOT
from ..section.shell import ADDRESS, CONTENT_BLANK, DESCRIPTION, TITLE, Shell, plain_shell
from .run import Run


def theme_shell(run: Run) -> Shell:
    """Render the theme's `page.html` once, as Pelican renders a page of the site.

    A theme may fail on a page it did not expect, or show none of its content: then the section
    has a plain page of its own.
    """
    generator = next(one for one in run.generators if isinstance(one, PagesGenerator))
    path = f"{run.settings.path}/{ADDRESS}/"
    page = Page(
        CONTENT_BLANK,
        metadata={
            "title": TITLE,
            "slug": ADDRESS,
            "summary": DESCRIPTION,
            "status": "published",
            # An index of words is not renewed by a stamp; a theme can leave these pages out.
            "is_status_page": True,
            "url": path,
            "save_as": f"{path}index.html",
        },
        settings=generator.settings,
        context=generator.context,
    )
    context = {**generator.context, "page": page, "output_file": page.save_as}
    # By this the posts that a theme shows on every page write their links.
    of_posts = generator.context["localsiteurl"]
    if run.settings.is_relative:
        context["SITEURL"] = context["localsiteurl"] = generator.context["localsiteurl"] = ROOT
    try:
        text = generator.get_template("page").render(context)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    else:
        reason = "it does not show page.content as it is"
        if CONTENT_BLANK in text:
            return Shell(text)
    finally:
        generator.context["localsiteurl"] = of_posts
    print(f"The status section is not in the theme's page.html: {reason}", file=sys.stderr)
    return plain_shell(run.edition.words)
