// End to end: SIPp or the call button dials, a real Chromium or a SIP telephone answers, tones are heard on both sides, the result
// is filed, and the call stands on the list with times that add up.
import { Centre, freeUdpPort, root, until } from '../harness/centre.mjs';
import { Browser, page_hears } from '../harness/chromium.mjs';
import { SipHost, port_of, sdp_of } from '../harness/sip_host.mjs';
import { Sipp } from '../harness/sipp.mjs';
import { TonePhone } from '../harness/tone.mjs';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const password = 'calls-test-2026';
const centre_file = (phone) => `
[[client]]
key = "nordheim"
name = "Stadtwerke Nordheim"
greeting = "Stadtwerke Nordheim, guten Tag, mein Name ist {agent}."
[[queue]]
key = "tarif"
client = "nordheim"
name = "Tarifberatung"
skills = ["tarif"]
ring_s = 20
wrap_up_s = 20
service_level = { within_s = 20, percent = 80 }
[[trunk]]
key = "carrier"
allow = ["127.0.0.0/8"]
[[number]]
number = "+495551448000"
client = "nordheim"
queue = "tarif"
answer = "at_once"
call_button = "nordheim"
[[user]]
login = "lena"
name = "Lena Brandt"
roles = ["agent"]
skills = { tarif = 5 }
phone = "${phone}"
password = "${password}"
[[user]]
login = "chief"
name = "Chief"
roles = ["supervisor", "administrator"]
password = "${password}"
`;

/** Signs in, passes the start-of-shift check with the microphone as it is, and becomes ready. */
async function sign_in(page, centre) {
    await page.goto(`${centre.base}/`);
    await page.getByTestId('login').fill('lena');
    await page.getByTestId('password').fill(password);
    await page.getByTestId('sign-in').click();
    const processing = page.getByTestId('voice-processing');
    await processing.waitFor({ state: 'attached' });
    await processing.uncheck({ force: true });
    await page.getByTestId('shift-start').click();
    await page.locator('[data-testid="phone-state"][data-state="connected"]').waitFor({ state: 'attached', timeout: 15_000 });
    await page.getByTestId('go-ready').click();
}

/** The one call on the list, ended and with its result; its times add up. */
async function filed_call(chief, { result }) {
    const call = await until(async () => {
        const { items } = await chief.get('/api/calls');
        return items.length === 1 && items[0].ended_at && (!result || items[0].result) && items[0];
    }, 'the call is on the list with its end and result');
    if (!(call.started_at <= call.answered_at && call.answered_at <= call.ended_at)) throw new Error(`times do not add up: ${JSON.stringify(call)}`);
    if (call.talk_ms !== call.ended_at - call.answered_at) throw new Error(`talk_ms is not ended - answered: ${JSON.stringify(call)}`);
    const { journal } = await chief.get(`/api/calls/${call.id}`);
    if (journal.some((entry, at) => entry.position !== at + 1)) throw new Error('the journal has gaps');
    return call;
}

async function finish_in_page(page) {
    await page.locator('[data-testid^="result-"]:is(button,label,[role=radio])').first().click();
    await page.getByTestId('note').fill('Tarif erklärt, Unterlagen per Post.');
    await page.getByTestId('finish').click();
}

/** SIPp calls with 440 Hz; Chromium with a 1000 Hz microphone answers by F2. */
async function sip_caller_and_browser_agent() {
    const centre = await Centre.start({ name: 'calls_browser', centre: centre_file('browser') });
    const browser = await Browser.start({ tone: 1000 });
    const caller = await TonePhone.open(440);
    try {
        const chief = await centre.sign_in('chief', password);
        const page = await browser.page();
        await sign_in(page, centre);
        await until(async () => (await chief.get('/api/floor')).agents[0].state === 'ready', 'lena is ready');
        const sipp = await Sipp.start('call_until_bye', { target: `127.0.0.1:${centre.sip_port}`, keys: { rtp_port: caller.port } });
        caller.send_to(Number(await sipp.logged('rtp')));
        await until(() => caller.packets > 25, 'the caller hears music');
        await page.getByTestId('offer').waitFor();
        await page.keyboard.press('F2');
        await page_hears(page, 440);
        caller.forget();
        await until(() => caller.hears(1000) > 0.8, 'the caller hears 1000 Hz');
        await hold_and_take_back(page, caller);
        await page.keyboard.press('Shift+F2');
        await sipp.succeeded();
        await finish_in_page(page);
        const call = await filed_call(chief, { result: true });
        if (call.agent !== 'lena' || call.caller !== '+491701234567' || call.number !== '+495551448000') throw new Error(JSON.stringify(call));
        if (call.end_reason !== 'agent_hung_up') throw new Error(`end_reason ${call.end_reason}`);
        if (page.faults.length > 0) throw new Error(`page errors: ${page.faults.join('; ')}`);
    } finally {
        caller.close();
        await browser.stop();
        await centre.stop();
    }
}

/** On hold the caller hears music and not the agent, who hears nothing of the caller; afterwards both hear each other again. Each press
 *  comes twice, as of somebody in a hurry; one without a network says so and is not done later. */
async function hold_and_take_back(page, caller) {
    const nervous = () => Promise.all([page.keyboard.press('F8'), page.keyboard.press('F8')]);
    await nervous();
    await page.getByTestId('hold-timer').waitFor();
    await page.context().setOffline(true);
    await page.keyboard.press('F8');
    await page.getByText('Der Server ist nicht erreichbar').waitFor();
    await page.context().setOffline(false);
    caller.forget();
    await until(() => caller.heard.length >= 8000, 'a second of sound on hold');
    if (caller.hears(1000) > 0.1) throw new Error(`the agent is heard on hold: ${caller.hears(1000)}`);
    if (caller.heard.every((sample) => Math.abs(sample) < 100)) throw new Error('there is no music on hold');
    await page.waitForFunction(() => !window.heard().some((tone) => Math.abs(tone.frequency - 440) < 15 && tone.level > -60), null, { polling: 100 });
    await nervous();
    await page_hears(page, 440);
    caller.forget();
    await until(() => caller.hears(1000) > 0.8, 'the caller hears 1000 Hz again');
    if ((await page.getByRole('alert').count()) > 1) throw new Error(`faults: ${await page.getByRole('alert').allInnerTexts()}`);
}

/** The website's call button instead of SIP; its page plays 440 Hz through its microphone. */
async function call_button_and_browser_agent() {
    const centre = await Centre.start({ name: 'calls_button', centre: centre_file('browser') });
    const agent_browser = await Browser.start({ tone: 1000 });
    const customer_browser = await Browser.start({ tone: 440 });
    try {
        const chief = await centre.sign_in('chief', password);
        const page = await agent_browser.page();
        await sign_in(page, centre);
        const website = await customer_browser.page();
        await website.goto(`${centre.base}/demo/`);
        await website.getByTestId('caller-microphone').click();
        await website.getByTestId('demo-call').click();
        await page.getByTestId('offer').waitFor();
        await page.getByTestId('answer').click();
        await page_hears(page, 440);
        await page_hears(website, 1000);
        await website.getByTestId('demo-hang-up').click();
        await finish_in_page(page);
        const call = await filed_call(chief, { result: true });
        if (call.end_reason !== 'caller_hung_up') throw new Error(`end_reason ${call.end_reason}`);
    } finally {
        await agent_browser.stop();
        await customer_browser.stop();
        await centre.stop();
    }
}

/** A SIP telephone as the agent's: set ready by the supervisor, no page at all. */
async function sip_caller_and_sip_agent() {
    const caller = await TonePhone.open(440);
    const agent = await TonePhone.open(1000);
    const phones = await SipHost.open((call) => {
        call.ring();
        call.answer(sdp_of(agent.port));
        call.on('answered', () => agent.send_to(port_of(call.remote_sdp)));
    });
    const centre = await Centre.start({ name: 'calls_sip', centre: centre_file(`sip:lena@${phones.address}`) });
    try {
        const chief = await centre.sign_in('chief', password);
        await chief.put('/api/agents/lena/presence', { state: 'ready' });
        const sipp = await Sipp.start('call', { target: `127.0.0.1:${centre.sip_port}`, keys: { rtp_port: caller.port }, talk_ms: 4000 });
        caller.send_to(Number(await sipp.logged('rtp')));
        await until(() => agent.hears(440) > 0.8, 'the agent hears 440 Hz');
        await until(() => caller.hears(1000) > 0.8, 'the caller hears 1000 Hz');
        await sipp.succeeded();
        await phones.idle();
        const call = await filed_call(chief, { result: false });
        if (call.end_reason !== 'caller_hung_up') throw new Error(`end_reason ${call.end_reason}`);
    } finally {
        caller.close();
        agent.close();
        phones.close();
        await centre.stop();
    }
}

/** Caller, telephone and all sound over IPv6 (RFC 3261 19.1.1, RFC 4566 5.7). */
async function call_over_ipv6() {
    const caller_tone = await TonePhone.open(440, '::1');
    const agent_tone = await TonePhone.open(1000, '::1');
    const phones = await SipHost.open((call) => {
        call.ring();
        call.answer(sdp_of(agent_tone.port, '::1'));
        call.on('answered', () => agent_tone.send_to(port_of(call.remote_sdp), '::1'));
    }, '::1');
    const callers = await SipHost.open(undefined, '::1');
    const sip_port = await freeUdpPort();
    const centre = await Centre.start({
        name: 'calls_ipv6',
        sip_port,
        centre: centre_file(`sip:lena@${phones.address}`).replace('allow = ["127.0.0.0/8"]', 'allow = ["::1/128"]'),
        environment: { RUFWERK_SIP_LISTEN: `udp:[::1]:${sip_port}`, RUFWERK_MEDIA_ADDRESS: '127.0.0.1,::1' },
    });
    try {
        const chief = await centre.sign_in('chief', password);
        await chief.put('/api/agents/lena/presence', { state: 'ready' });
        const call = callers.call({ user: '05551448000', host: '::1', port: sip_port, sdp: sdp_of(caller_tone.port, '::1') });
        await until(() => call.state === 'answered', 'the call is answered');
        if (!/c=IN IP6 ::1/.test(call.remote_sdp)) throw new Error(`our answer is not over IPv6: ${call.remote_sdp}`);
        caller_tone.send_to(call.remote_port(), '::1');
        await until(() => agent_tone.hears(440) > 0.8, 'the agent hears 440 Hz');
        await until(() => caller_tone.hears(1000) > 0.8, 'the caller hears 1000 Hz');
        call.bye();
        await callers.idle();
        await phones.idle();
        const filed = await filed_call(chief, { result: false });
        if (filed.end_reason !== 'caller_hung_up') throw new Error(`end_reason ${filed.end_reason}`);
    } finally {
        for (const part of [caller_tone, agent_tone, phones, callers]) part.close();
        await centre.stop();
    }
}

/** The page is reloaded in mid-call: it attaches again and the call goes on. */
async function reload_in_mid_call() {
    const centre = await Centre.start({ name: 'calls_reload', centre: centre_file('browser') });
    const browser = await Browser.start({ tone: 1000 });
    const caller = await TonePhone.open(440);
    try {
        const chief = await centre.sign_in('chief', password);
        const page = await browser.page();
        await sign_in(page, centre);
        const sipp = await Sipp.start('call_until_bye', { target: `127.0.0.1:${centre.sip_port}`, keys: { rtp_port: caller.port } });
        caller.send_to(Number(await sipp.logged('rtp')));
        await page.getByTestId('answer').click();
        await page_hears(page, 440);
        await page.reload();
        await page_hears(page, 440);
        caller.forget();
        await until(() => caller.hears(1000) > 0.8, 'the caller hears 1000 Hz again');
        await page.getByTestId('hang-up').click();
        await sipp.succeeded();
        await finish_in_page(page);
        await filed_call(chief, { result: true });
    } finally {
        caller.close();
        await browser.stop();
        await centre.stop();
    }
}

/** The smallest useful file of the manual works as it stands, and `apply` acts on a running server at once. */
async function smallest_centre_and_apply_while_running() {
    const text = readFileSync(path.join(root, 'tests/calls/smallest.toml'), 'utf8');
    const centre = await Centre.start({ name: 'calls_smallest', centre: text });
    try {
        const chief = await centre.sign_in('chief', 'a-long-password-1');
        const again = centre.apply(text);
        if (!/unchanged/i.test(again)) throw new Error(`a second apply says: ${again}`);
        const callers = await SipHost.open();
        const unknown = callers.call({ user: '05551448999', port: centre.sip_port });
        await until(() => unknown.detail === '404', 'the number is not there yet');
        centre.apply(`${text}\n[[number]]\nnumber = "+495551448999"\nclient = "nordheim"\nqueue = "tarif"\nanswer = "at_once"\n`);
        const known = callers.call({ user: '00495551448999', port: centre.sip_port });
        await until(() => known.state === 'answered', 'the new number answers at once');
        known.bye();
        await callers.idle();
        callers.close();
        await filed_or_abandoned(chief);
    } finally {
        await centre.stop();
    }
}

async function filed_or_abandoned(chief) {
    await until(async () => {
        const { items } = await chief.get('/api/calls');
        return items.length === 1 && items[0].end_reason === 'abandoned';
    }, 'the waiting caller who hung up is on the list as abandoned');
}

const tests = { sip_caller_and_browser_agent, call_button_and_browser_agent, sip_caller_and_sip_agent, call_over_ipv6,
    reload_in_mid_call,    smallest_centre_and_apply_while_running };
let passed = 0;
let failed = 0;
for (const [name, test] of Object.entries(tests)) {
    if (process.argv[2] && !name.includes(process.argv[2])) continue;
    try {
        await test();
        passed += 1;
    } catch (error) {
        failed += 1;
        console.log(`calls: ${name}: ${error.stack}`);
    }
}
console.log(`calls: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
