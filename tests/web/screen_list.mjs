// The screens in the order a person meets them. `show` reaches the state once, `each` is done in every look (a drawer that only the narrow page
// has), `leave` goes on from there. The order matters: a later screen stands on what an earlier one has left.
import { numbers, sign_in } from './stage.mjs';

const escape = ({ page }) => page.keyboard.press('Escape');
const note = 'Möchte Angebot per E-Mail, Ehemann entscheidet mit. Wärmepumpe ab Herbst geplant.';
const first_result = (page) => page.locator('[data-testid^="result-"]:is(button,label,[role=radio])').first();

async function to_check(page, stage) {
    await page.reload();
    await sign_in(page, stage.base, 'lena');
    await page.getByTestId('shift-start').waitFor();
}

const beforeTheShift = [
    {
        name: 'sign-in',
        show: async ({ page, stage }) => {
            await page.goto(stage.base);
            await page.getByTestId('login').waitFor();
        },
    },
    {
        name: 'sign-in-refused',
        show: async ({ page, stage }) => {
            await sign_in(page, stage.base, 'lena', 'wrong');
            await page.getByTestId('sign-in-fault').waitFor();
        },
    },
    {
        name: 'check',
        show: ({ page, stage }) => to_check(page, stage),
        leave: async ({ page }) => {
            await page.getByTestId('shift-start').click();
            await page.locator('[data-testid=phone-state][data-state=connected]').waitFor();
        },
    },
];

const betweenCalls = [
    { name: 'offline', show: ({ page }) => page.getByTestId('go-ready').waitFor() },
    {
        name: 'presence-menu',
        show: async ({ page }) => {
            await page.getByTestId('presence-menu').click();
            await page.getByTestId('presence-ready').waitFor();
        },
        leave: escape,
    },
    {
        name: 'user-menu',
        show: async ({ page }) => {
            await page.getByTestId('user-menu').click();
            await page.getByTestId('sign-out').waitFor();
        },
        leave: escape,
    },
    {
        name: 'palette',
        show: async ({ page }) => {
            await page.keyboard.press('Control+k');
            await page.getByRole('dialog').waitFor();
        },
        leave: escape,
    },
    {
        name: 'keys',
        show: async ({ page }) => {
            await page.getByTestId('desk').click();
            await page.keyboard.press('?');
            await page.getByRole('dialog').waitFor();
        },
        leave: escape,
    },
    {
        name: 'pause',
        show: async ({ page, stage }) => {
            await page.getByTestId('presence-menu').click();
            await page.locator('[data-testid^="presence-pause-"]').first().click();
            await stage.agent_is('lena', 'pause');
        },
    },
    {
        name: 'ready',
        show: async ({ page }) => {
            await page.getByTestId('go-ready').click();
            await page.locator('[data-testid=presence-menu][data-state=ready]').waitFor();
        },
    },
];

const aCall = [
    {
        name: 'offered',
        show: async ({ page, stage }) => {
            stage.her_caller = await stage.waiting_call('+495551448207', 'Marlies Petersen');
            await page.getByTestId('offer').waitFor();
            for (const from of ['+4930901820', 'anonymous', '+491755550187']) await stage.waiting_call(from);
            await stage.queue_has('tarif', 3);
        },
        leave: ({ page }) => page.keyboard.press('F2'),
    },
    {
        name: 'live',
        show: async ({ page }) => {
            await page.getByTestId('call-live').waitFor();
            await first_result(page).click();
            await page.getByTestId('note').fill(note);
        },
    },
    {
        name: 'customer', width: 390,
        show: async () => undefined,
        each: async ({ page }) => {
            await page.getByTestId('show-customer').click();
            await page.getByRole('dialog').waitFor();
        },
        after_each: escape,
    },
    {
        name: 'muted',
        show: ({ page }) => page.keyboard.press('F4'),
        leave: ({ page }) => page.keyboard.press('F4'),
    },
    {
        name: 'held',
        show: async ({ page }) => {
            await page.getByTestId('hold').click();
            await page.getByTestId('hold-timer').waitFor();
        },
        leave: async ({ page }) => {
            await page.keyboard.press('F8');
            await page.getByTestId('call-timer').waitFor();
        },
    },
    {
        name: 'wrap-up',
        show: async ({ page, stage }) => {
            stage.her_caller.bye();
            await page.getByTestId('call-wrap_up').waitFor();
        },
    },
];

/** In a browser that refuses the microphone. */
export const refusedScreens = [
    {
        name: 'check-refused',
        show: async ({ page, stage }) => {
            await page.goto(stage.base);
            await sign_in(page, stage.base, 'tim');
            await page.getByRole('alert').first().waitFor();
        },
        leave: ({ page }) => page.getByTestId('shift-start').click(),
    },
    { name: 'refused', show: ({ page }) => page.getByTestId('banner-phone').waitFor() },
];

export const agentScreens = [...beforeTheShift, ...betweenCalls, ...aCall];

const theFloor = [
    {
        name: 'floor',
        show: async ({ page, stage }) => {
            await page.goto(stage.base);
            await sign_in(page, stage.base, 'chief');
            await page.getByTestId('floor').waitFor();
        },
    },
    {
        name: 'floor-presence',
        show: async ({ page }) => {
            await page.getByTestId('agent-floor12').getByRole('button').click();
            await page.getByTestId('set-ready').click();
        },
        leave: escape,
    },
];

const theTelephones = [
    {
        name: 'telephones',
        show: async ({ page, stage }) => {
            await stage.register_phones();
            await page.getByTestId('nav-telephones').click();
            await page.locator('[data-testid=telephone-floor18][data-registered=true]').waitFor();
        },
    },
    {
        name: 'telephone-secret',
        show: async ({ page }) => {
            await page.getByTestId('secret-floor17').click();
            await page.getByTestId('make-secret').waitFor();
        },
    },
    {
        name: 'telephone-new-secret',
        show: async ({ page }) => {
            await page.getByTestId('make-secret').click();
            await page.getByTestId('new-secret').waitFor();
        },
        leave: escape,
    },
];

const theCalls = [
    {
        name: 'calls',
        show: async ({ page }) => {
            await page.getByTestId('nav-calls').click();
            await page.getByTestId('calls-total').waitFor();
        },
    },
    {
        name: 'calls-filtered',
        show: async ({ page, stage }) => {
            await page.goto(`${stage.base}/calls?client=kranich&search=0102`);
            await page.getByTestId('call-row').first().waitFor();
        },
        each: async ({ page, width }) => {
            const toggle = page.locator('[data-testid=filters-toggle][aria-expanded=false]');
            if (width < 500 && (await toggle.count()) > 0) await toggle.click();
        },
    },
    {
        name: 'call-journal',
        show: async ({ page }) => {
            await page.getByTestId('call-row').first().getByRole('button').click();
            await page.getByTestId('journal').waitFor();
        },
        leave: escape,
    },
    {
        name: 'calls-none',
        show: async ({ page, stage }) => {
            await page.goto(`${stage.base}/calls?search=000000`);
            await page.getByTestId('calls-total').waitFor();
        },
    },
];

export const supervisorScreens = [...theFloor, ...theTelephones, ...theCalls];

/** The overdue result and the telephone that was not answered: lena again, by now with a call of the short queues. */
async function let_a_call_pass(stage) {
    const { agent } = stage.pages;
    await stage.presence('lena', { state: 'ready' });
    const caller = await stage.answered_call({ number: numbers.bestellung, from: '+498382777010' });
    await agent.getByTestId('offer').waitFor();
    await agent.getByTestId('answer').click();
    await agent.getByTestId('call-live').waitFor();
    caller.bye();
}

const to_call_card = ({ page }) => page.locator('#contact').evaluate((card) => card.scrollIntoView({ behavior: 'instant', block: 'end' }));
const demo_state = (page, state) => page.locator(`[data-testid=demo-state][data-state=${state}]`).waitFor();

export const customerScreens = [
    {
        name: 'demo',
        show: async ({ page, stage }) => {
            // The callers still in the queue go home: the next call is the customer's.
            for (const call of stage.callers.calls.values()) call.bye();
            await stage.callers.idle();
            await stage.pages.agent.getByTestId('finish').click();
            await stage.presence('lena', { state: 'offline' });
            await page.goto(`${stage.base}/demo/`);
            await page.getByTestId('demo-call').waitFor();
        },
    },
    {
        name: 'demo-waiting', each: to_call_card,
        show: async ({ page }) => {
            await page.getByTestId('demo-call').click();
            await demo_state(page, 'waiting');
        },
    },
    {
        name: 'demo-talking', each: to_call_card,
        show: async ({ page, stage }) => {
            await stage.presence('lena', { state: 'ready' });
            await stage.pages.agent.getByTestId('answer').click();
            await demo_state(page, 'connected');
        },
    },
    {
        name: 'demo-ended', each: to_call_card,
        show: async ({ page, stage }) => {
            await stage.pages.agent.getByTestId('hang-up').click();
            await demo_state(page, 'ended');
        },
    },
];

export const lossScreens = [
    {
        name: 'to-complete',
        show: async ({ page, stage }) => {
            await first_result(page).click();
            await page.getByTestId('finish').click();
            await let_a_call_pass(stage);
            await page.getByTestId('to-complete').waitFor();
        },
    },
    {
        name: 'complete',
        show: async ({ page }) => {
            await page.getByTestId('to-complete').getByRole('button').first().click();
            await page.getByRole('dialog').waitFor();
            await page.getByRole('dialog').locator('[data-testid^="result-"]:is(button,label,[role=radio])').first().click();
        },
        leave: escape,
    },
    {
        name: 'not-responding',
        show: async ({ page, stage }) => {
            await stage.answered_call({ number: numbers.stoerung, from: '+495551777' });
            await page.getByTestId('offer').waitFor();
            await stage.agent_is('lena', 'not_responding');
            for (const call of stage.callers.calls.values()) call.bye();
        },
    },
    {
        name: 'second-tab',
        show: async ({ page }) => {
            // The new tab leaves the telephone where it is until it is asked for it.
            const second = await page.context().newPage();
            await second.goto(page.url());
            await second.getByTestId('banner-phone').waitFor();
            await page.locator('[data-testid=phone-state][data-state=connected]').waitFor();
            await second.getByTestId('banner-phone').getByRole('button').click();
            await page.getByTestId('banner-phone').waitFor();
            await second.close();
        },
        leave: async ({ page }) => {
            await page.getByTestId('banner-phone').getByRole('button').click();
            await page.locator('[data-testid=phone-state][data-state=connected]').waitFor();
        },
    },
    {
        name: 'connection-lost',
        show: async ({ page, stage }) => {
            await stage.presence('lena', { state: 'ready' });
            stage.her_caller = await stage.waiting_call();
            await page.getByTestId('answer').click();
            await page.getByTestId('call-live').waitFor();
            await stage.centre.kill();
            await page.getByTestId('banner-connection').waitFor();
        },
    },
];

/** The server is gone by now. */
export const customerLossScreens = [
    {
        name: 'demo-failed', each: to_call_card,
        show: async ({ page }) => {
            await page.getByTestId('demo-call').click();
            await demo_state(page, 'failed');
        },
    },
];
