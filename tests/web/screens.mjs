// Every screen in German and English, light and dark, wide and narrow: a picture of each in tests/report/screens, and
// axe-core (WCAG 2.2 AA) on each. `node tests/web/screens.mjs [BASE] [--only NAME]`: with the address of a running demo
// centre the screens that need no call; without one all of them, over the fake centre of web/dev.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { agentScreens, demoScreens, supervisorScreens } from './screen_list.mjs';
import { startBrowser } from './pages_browser.mjs';

const folder = path.resolve(import.meta.dirname, '../report/screens');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const password = 'demo-2026-rufwerk';
const looks = ['de', 'en'].flatMap((language) =>
    ['light', 'dark'].flatMap((scheme) => [1440, 390].map((width) => ({ language, scheme, width }))));

function readArguments() {
    const words = process.argv.slice(2);
    const only = words.includes('--only') ? words.splice(words.indexOf('--only'), 2)[1] : undefined;
    return { base: words[0], only };
}

async function startFakeCentre() {
    const { startFake } = await import('../../web/dev/fake.mjs');
    const { builtPages } = await import('../../web/dev/pages.mjs');
    // A tenth of a full floor's events: a picture wants some rest, 200 agents it has all the same.
    return startFake({ pages: builtPages, events_per_second: 10 });
}

async function faultsOf(page) {
    await page.evaluate(axe);
    const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: { type: 'tag', values: tags } }), wcag);
    const faults = found.violations.map((rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 1) faults.push(`page is ${overflow} px wider than the window`);
    return faults;
}

async function signIn(page, base, login) {
    await page.goto(base);
    await page.getByTestId('login').fill(login);
    await page.getByTestId('password').fill(password);
    await page.getByTestId('sign-in').click();
    await page.getByTestId('user-menu').waitFor();
}

async function walk({ browser, base, look, list, login, tally, only, move }) {
    const context = await browser.newContext({
        viewport: { width: look.width, height: look.width < 500 ? 844 : 860 }, locale: look.language, colorScheme: look.scheme,
        permissions: ['microphone'], reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    page.on('pageerror', (error) => tally.faults.push(`${login ?? 'demo'}: ${error.message}`));
    await move?.(login, 'idle');
    if (login) {
        await context.addInitScript((language) => localStorage.setItem('rufwerk.language', language), look.language);
        await signIn(page, base, login);
        // The person's own language wins; it is set through the same API the menu uses.
        await page.request.put(`${base}/api/me/language`, { data: { language: look.language }, headers: { origin: base } });
        await page.reload();
    }
    for (const screen of list) {
        if ((only && screen.name !== only && !screen.always) || (screen.scenario && !move)) continue;
        const name = `${screen.name}-${look.language}-${look.scheme}-${look.width}`;
        try {
            if (screen.scenario) await move(login, screen.scenario);
            await screen.show({ page, base, narrow: look.width < 500 });
            await page.waitForTimeout(250);
            await page.screenshot({ path: path.join(folder, `${name}.png`) });
            const faults = await faultsOf(page);
            tally.faults.push(...faults.map((fault) => `${name}: ${fault}`));
            tally[faults.length === 0 ? 'passed' : 'failed'] += 1;
            await screen.leave?.({ page });
        } catch (error) {
            tally.failed += 1;
            tally.faults.push(`${name}: ${error.message.split('\n').slice(0, 3).join(' ')}`);
            await page.screenshot({ path: path.join(folder, `${name}-failed.png`) }).catch(() => undefined);
        }
    }
    await context.close();
}

export async function checkScreens({ base: given, only }) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const fake = given ? null : await startFakeCentre();
    const base = given ?? fake.base;
    const move = fake && ((login, to) => fetch(`${base}/dev/scenario`, { method: 'POST', body: JSON.stringify({ login, to }) }));
    const browser = await startBrowser();
    const tally = { passed: 0, failed: 0, faults: [] };
    try {
        for (const look of looks) {
            if (process.env.SCREEN_LOOK && !`${look.language}-${look.scheme}-${look.width}`.includes(process.env.SCREEN_LOOK)) continue;
            const common = { browser, base, look, tally, only, move };
            await walk({ ...common, list: agentScreens, login: 'lena' });
            await walk({ ...common, list: supervisorScreens, login: 'chief' });
            await walk({ ...common, list: demoScreens });
        }
    } finally {
        await browser.close();
        fake?.stop();
    }
    return tally;
}

if (process.argv[1] === import.meta.filename) {
    const tally = await checkScreens(readArguments());
    for (const fault of tally.faults) console.log(fault);
    console.log(`screens: ${tally.passed} passed, ${tally.failed} failed`);
    process.exit(tally.failed === 0 && tally.faults.length === 0 ? 0 : 1);
}
