"""What the content policy forbids does not run, and no page of ours needs it."""

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import WINDOW, Workbench

PAGES = ["/", "/account", "/projects/{0}", "/projects/{0}/label", "/projects/{0}/labels", "/projects/{0}/tasks",
         "/projects/{0}/guideline/edit", "/projects/{0}/settings", "/projects/{0}/import", "/api/docs/"]  # fmt: skip


@pytest.fixture
def bench(make, site, new_context):
    make.submitted(task=make.text_task("小明住在北京。"))
    lead = make.lead(organisation=make.the_project.organisation, language="en")
    make.text_task("another")
    context = new_context(viewport=WINDOW, locale="en-US")
    bench = Workbench(site.url, context, context.new_page())
    bench.page.add_init_script(
        "window.refused = []; document.addEventListener('securitypolicyviolation',"
        " (event) => window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"
    )
    bench.sign_in(make, lead)
    return bench


def test_no_page_of_ours_is_refused_anything(make, site, bench):
    page, said = bench.page, []
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in PAGES:
        answer = page.goto(site.url + address.format(make.the_project.pk), wait_until="networkidle")
        assert answer.status == 200, address
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert page.evaluate("window.refused") == [], address
    assert not said


def test_the_api_is_described_on_its_page(site, bench):
    bench.page.goto(f"{site.url}/api/docs/")
    expect(bench.page.locator(".opblock-tag").first).to_be_visible()


def test_a_panel_that_asks_for_itself_goes_on_asking(make, site, bench):
    with bench.page.expect_request(lambda request: "agreement" in request.url and "seen=" in request.url):
        bench.page.goto(f"{site.url}/projects/{make.the_project.pk}")


def test_a_script_written_into_a_page_does_not_run(site, bench):
    bench.page.goto(f"{site.url}/account")
    bench.page.evaluate(
        "() => { const one = document.createElement('script'); one.textContent = 'window.ran = 1';"
        " document.body.append(one); document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"ran=2\">'); }"
    )
    bench.page.wait_for_function("() => window.refused.length == 2")  # a bare expression would be refused as well
    assert bench.page.evaluate("window.ran") is None
