// The screens in the order a person meets them. `scenario` moves the fake centre; without it a screen works on a real one.
// `always`: later screens need it, so it is walked even when only one is asked for.
const escape = ({ page }) => page.keyboard.press('Escape');

export const agentScreens = [
    {
        name: 'check', always: true,
        show: async ({ page }) => page.getByTestId('shift-start').waitFor(),
        leave: async ({ page }) => {
            await page.getByTestId('shift-start').click();
            await page.getByTestId('desk').waitFor();
        },
    },
    { name: 'idle', scenario: 'idle', show: ({ page }) => page.getByTestId('go-ready').waitFor() },
    { name: 'pause', scenario: 'pause', show: ({ page }) => page.getByTestId('go-ready').waitFor() },
    { name: 'ready', scenario: 'ready', show: ({ page }) => page.getByTestId('go-ready').waitFor({ state: 'detached' }) },
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
            await page.keyboard.press('?');
            await page.getByRole('dialog').waitFor();
        },
        leave: escape,
    },
    { name: 'to-complete', scenario: 'to_complete', show: ({ page }) => page.getByTestId('to-complete').waitFor() },
    {
        name: 'complete', scenario: 'to_complete',
        show: async ({ page }) => {
            await page.getByTestId('to-complete').getByRole('button').first().click();
            await page.getByTestId('result-offer').click();
        },
        leave: escape,
    },
    { name: 'offered', scenario: 'offered', show: ({ page }) => page.getByTestId('offer').waitFor() },
    {
        name: 'live', scenario: 'live',
        show: async ({ page }) => {
            await page.getByTestId('result-offer').click();
            await page.getByTestId('note').fill('Möchte Angebot per E-Mail, Ehemann entscheidet mit. Wärmepumpe ab Herbst geplant.');
        },
    },
    {
        name: 'customer', scenario: 'live',
        show: async ({ page, narrow }) => {
            await page.getByTestId('call-live').waitFor();
            if (narrow) await page.getByTestId('show-customer').click();
        },
        leave: escape,
    },
    {
        name: 'muted',
        scenario: 'live',
        show: async ({ page }) => page.getByTestId('mute').click(),
        leave: ({ page }) => page.getByTestId('mute').click(),
    },
    { name: 'wrap-up', scenario: 'wrap_up', show: ({ page }) => page.getByTestId('call-wrap_up').waitFor() },
    {
        name: 'connection-lost', scenario: 'lost',
        show: ({ page }) => page.getByTestId('banner-connection').waitFor(),
    },
];

export const supervisorScreens = [
    { name: 'floor', show: ({ page }) => page.getByTestId('floor').waitFor() },
    {
        name: 'floor-presence', scenario: 'ready',
        show: async ({ page }) => {
            await page.getByTestId('agent-agent001').getByRole('button').click();
            await page.getByTestId('set-ready').click();
        },
        leave: escape,
    },
    {
        name: 'calls',
        show: async ({ page }) => {
            await page.getByTestId('nav-calls').click();
            await page.getByTestId('calls-total').waitFor();
        },
    },
    {
        name: 'call-journal', scenario: 'ready',
        show: async ({ page, base }) => {
            await page.goto(`${base}/calls`);
            await page.getByTestId('call-row').first().getByRole('button').click();
            await page.getByTestId('journal').waitFor();
        },
    },
    {
        name: 'calls-none',
        show: async ({ page, base }) => {
            await page.goto(`${base}/calls?search=000000`);
            await page.getByTestId('calls-total').waitFor();
        },
    },
    {
        name: 'sign-in',
        show: async ({ page }) => {
            await page.getByTestId('user-menu').click();
            await page.getByTestId('sign-out').click();
            await page.getByTestId('login').fill('lena');
            await page.getByTestId('password').fill('wrong');
            await page.getByTestId('sign-in').click();
            await page.getByTestId('sign-in-fault').waitFor();
        },
    },
];

export const demoScreens = [
    {
        name: 'demo',
        show: async ({ page, base }) => {
            await page.goto(`${base}/demo/`);
            await page.getByTestId('demo-call').waitFor();
        },
    },
    {
        name: 'demo-call', scenario: 'ready',
        show: async ({ page, base }) => {
            await page.goto(`${base}/demo/`);
            await page.getByTestId('demo-call').click();
            await page.locator('[data-testid=demo-state][data-state=connected]').waitFor();
        },
    },
];
