// Every screen of the pages over the real program, with real calls: each state is reached once and then looked at in German and
// English, light and dark, wide and narrow: a picture of each in tests/report/screens, and axe-core (WCAG 2.2 AA) on each.
// `node tests/web/screens.mjs [--only NAME]`; SCREEN_LOOK=de-light-1440 takes one look only.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { agentScreens, customerLossScreens, customerScreens, lossScreens, refusedScreens, supervisorScreens } from './screen_list.mjs';
import { Stage } from './stage.mjs';

const folder = path.resolve(import.meta.dirname, '../report/screens');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const heights = { 1440: 860, 390: 844 };
const looks = [1440, 390].flatMap((width) => ['light', 'dark'].flatMap((scheme) => ['de', 'en'].map((language) => ({ language, scheme, width }))))
    .filter(({ language, scheme, width }) => `${language}-${scheme}-${width}`.includes(process.env.SCREEN_LOOK ?? ''));

async function faultsOf(page) {
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
    const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }), wcag);
    const faults = found.violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 1) faults.push(`page is ${overflow} px wider than the window`);
    return faults;
}

/** Size, scheme and language change under the open page, so that a state need not be reached again. */
async function wear(page, { language, scheme, width }) {
    await page.setViewportSize({ width, height: heights[width] });
    await page.emulateMedia({ colorScheme: scheme });
    // The desk follows a change in another tab; the customer's page has a button of its own.
    await page.evaluate((wanted) => {
        if (document.documentElement.lang === wanted) return;
        const own = document.querySelector('[data-testid=demo-language]');
        if (own) own.click();
        else window.dispatchEvent(new StorageEvent('storage', { key: 'rufwerk.language', newValue: wanted }));
    }, language);
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
}

async function look_at({ page, screen, look, tally }) {
    const name = `${screen.name}-${look.language}-${look.scheme}-${look.width}`;
    try {
        await wear(page, look);
        await screen.each?.({ page, ...look });
        await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
        const faults = await faultsOf(page);
        await screen.after_each?.({ page, ...look });
        tally.faults.push(...faults.map((fault) => `${name}: ${fault}`));
        tally[faults.length === 0 ? 'passed' : 'failed'] += 1;
    } catch (error) {
        tally.failed += 1;
        tally.faults.push(`${name}: ${error.message.split('\n').slice(0, 3).join(' ')}`);
    }
}

/** One person's way through the screens, in one page. A state that cannot be reached fails once, and the walk goes on. */
async function walk({ stage, list, only, tally, page }) {
    for (const screen of list) {
        try {
            await screen.show({ page, stage });
        } catch (error) {
            tally.failed += 1;
            tally.faults.push(`${screen.name}: not reached: ${error.message.split('\n').slice(0, 4).join(' ')}`);
            await page.screenshot({ path: path.join(folder, `${screen.name}-not-reached.png`) }).catch(() => undefined);
        }
        const wanted = looks.filter((look) => !screen.width || look.width === screen.width);
        if (!only || screen.name === only) for (const look of wanted) await look_at({ page, screen, look, tally });
        await page.setViewportSize({ width: 1440, height: 860 });
        await screen.leave?.({ page, stage });
    }
}

async function open_page(browser, tally, permissions = ['microphone']) {
    const context = await browser.newContext({ permissions, locale: 'de', viewport: { width: 1440, height: 860 }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => tally.faults.push(`page error: ${error.message}`));
    return page;
}

export async function checkScreens({ only } = {}) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const tally = { passed: 0, failed: 0, faults: [] };
    const stage = await Stage.open();
    try {
        const pages = {};
        for (const person of ['agent', 'supervisor', 'customer']) pages[person] = await open_page(stage.browser, tally);
        pages.refused = await open_page(stage.refusing_browser, tally, []);
        stage.pages = pages;
        await walk({ stage, tally, only, page: pages.refused, list: refusedScreens });
        await walk({ stage, tally, only, page: pages.agent, list: agentScreens });
        await walk({ stage, tally, only, page: pages.supervisor, list: supervisorScreens });
        await walk({ stage, tally, only, page: pages.customer, list: customerScreens });
        await walk({ stage, tally, only, page: pages.agent, list: lossScreens });
        await walk({ stage, tally, only, page: pages.customer, list: customerLossScreens });
    } catch (error) {
        tally.failed += 1;
        tally.faults.push(`the walk broke off: ${error.stack}`);
    } finally {
        await stage.close();
    }
    return tally;
}

if (process.argv[1] === import.meta.filename) {
    const at = process.argv.indexOf('--only');
    const tally = await checkScreens({ only: at < 0 ? undefined : process.argv[at + 1] });
    for (const fault of tally.faults) console.log(fault);
    console.log(`screens: ${tally.passed} passed, ${tally.failed} failed`);
    process.exit(tally.failed === 0 && tally.faults.length === 0 ? 0 : 1);
}
