// What the walk over the screens stands on: the real program with the demo centre and a floor of SIP telephones, callers
// over SIP, and one Chromium with a page for each person.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Centre, root, until } from '../harness/centre.mjs';
import { RegisteringPhone } from '../harness/registering_phone.mjs';
import { SipHost, port_of, sdp_of } from '../harness/sip_host.mjs';
import { TonePhone } from '../harness/tone.mjs';
import { startBrowser } from './pages_browser.mjs';

export const password = 'demo-2026-rufwerk';
const phone_secret = 'desk-phone-of-the-walk';
export const numbers = { tarif: '05551448000', stoerung: '05551448110', bestellung: '08382555200', schaden: '0302555900' };

const names = ['Jonas Wolter', 'Amira Haddad', 'Friederike von Hohenstein-Oberdorf', 'Pavel Novák', 'Sophie Lange', 'Mehmet Kaya',
    'Greta Sommer', 'Luca Ricci', 'Hannah Vogt', 'Oskar Behrens', 'Nele Fuchs', 'Ibrahim Sahin', 'Clara Engel', 'Ben Krüger',
    'Zoe Albrecht', 'Maximilian Schwarzenberger', 'Ida Paulsen', 'Emre Yıldız', 'Lotte Brandstätter', 'Rafael Ortega'];

/** The demo centre with times a walk can rest in: offers and wrap-ups that wait, a queue whose wrap-up is over at once, one that rings for
 *  three seconds only; and twenty agents on SIP telephones for the client whose calls no page takes. */
function centre_text(telephones) {
    const queue_times = { tarif: [300, 600], stoerung: [3, 300], bestellung: [300, 1], schaden: [300, 300] };
    const demo = readFileSync(path.join(root, 'demo/centre.toml'), 'utf8').replaceAll('../assets/', `${path.join(root, 'assets')}/`);
    const timed = demo.replace(/key = "(\w+)"\nclient = [^]*?service_level/g, (queue, key) =>
        queue.replace(/ring_s = \d+/, `ring_s = ${queue_times[key][0]}`).replace(/wrap_up_s = \d+/, `wrap_up_s = ${queue_times[key][1]}`));
    // Only lena takes the calls of the pages, so that every call is hers.
    const alone = timed.replace(/skills = \{ tarif = 3[^}]*\}/, 'skills = {}').replace(/skills = \{ verkauf = 5[^}]*\}/, 'skills = {}');
    const floor = names.map((name, at) => `
[[user]]
login = "floor${at}"
name = "${name}"
roles = ["agent"]
skills = { versicherung = 3 }
phone = "${at < 17 ? `sip:floor${at}@${telephones}` : 'register'}"
${at > 17 ? `phone_secret = "${phone_secret}"` : ''}
password = "${password}"
`);
    return alone + floor.join('');
}

export class Stage {
    static async open() {
        const stage = new Stage();
        stage.callers = await SipHost.open();
        stage.voices = [];
        stage.telephones = await SipHost.open(async (call) => {
            call.ring();
            const voice = await stage.voice();
            call.answer(sdp_of(voice.port));
            call.on('answered', () => voice.send_to(port_of(call.remote_sdp)));
        });
        stage.centre = await Centre.start({ name: 'screens', centre: centre_text(stage.telephones.address) });
        stage.base = stage.centre.base;
        stage.chief = await stage.centre.sign_in('chief', password);
        stage.browser = await startBrowser();
        stage.refusing_browser = await startBrowser(['--use-fake-ui-for-media-stream=deny']);
        await stage.fill_floor();
        return stage;
    }

    /** Some talk, some are ready, some pause; and the list has calls of this day. */
    async fill_floor() {
        await Promise.all(names.slice(0, 16).map((_, at) => this.chief.put(`/api/agents/floor${at}/presence`, { state: 'ready' })));
        for (let at = 0; at < 9; at += 1) await this.answered_call({ number: numbers.schaden, from: `+49175555010${at}` });
        const { items: reasons } = await this.chief.get('/api/pause-reasons');
        await Promise.all([11, 13, 14].map((at) =>
            this.chief.put(`/api/agents/floor${at}/presence`, { state: 'pause', reason: reasons[at % reasons.length].key })));
        this.callers.calls.values().next().value.bye();
        const gone = await this.call({ number: numbers.stoerung, from: '+4915155501234' });
        await until(() => gone.state === 'answered', 'a caller waits');
        gone.bye();
    }

    /** Two desk telephones come, and one of them goes again. */
    async register_phones() {
        const server = { host: '127.0.0.1', port: this.centre.sip_port };
        const [stays, goes] = ['floor18', 'floor19'].map((login) => new RegisteringPhone(this.telephones, { login, secret: phone_secret, server }));
        await stays.register(600);
        await goes.register(600);
        await goes.register(0);
    }

    /** Who is silent for half a minute is given up, so all of them speak. */
    async voice() {
        const voice = await TonePhone.open(440);
        this.voices.push(voice);
        return voice;
    }

    async call({ number, from, name = '' }) {
        const voice = await this.voice();
        const call = this.callers.call({ user: number, port: this.centre.sip_port, from, name, sdp: sdp_of(voice.port) });
        call.on('answered', () => voice.send_to(port_of(call.remote_sdp)));
        return call;
    }

    async answered_call(dial) {
        const call = await this.call(dial);
        await until(() => call.state === 'answered', `the call to ${dial.number} is answered`);
        return call;
    }

    /** A call that waits in a queue; its caller hears music until somebody answers. */
    waiting_call(from = '+495551448207', name = '') { return this.answered_call({ number: numbers.tarif, from, name }); }

    presence(login, wish) { return this.chief.put(`/api/agents/${login}/presence`, wish); }

    agent_is(login, state) {
        return until(async () => (await this.chief.get('/api/floor')).agents.find((agent) => agent.login === login).state === state,
            `${login} is ${state}`, 20_000);
    }

    /** The greeting is over and the callers stand in the queue. */
    queue_has(key, waiting) {
        return until(async () => (await this.chief.get('/api/floor')).queues.find((queue) => queue.key === key).waiting === waiting,
            `${waiting} wait in ${key}`, 20_000);
    }

    async close() {
        await this.browser?.close();
        await this.refusing_browser?.close();
        await this.centre?.stop();
        this.callers?.close();
        for (const voice of this.voices) voice.close();
        this.telephones?.close();
    }
}

export async function sign_in(page, base, login, word = password) {
    if (!page.url().startsWith(base)) await page.goto(base);
    await page.getByTestId('login').fill(login);
    await page.getByTestId('password').fill(word);
    await page.getByTestId('sign-in').click();
}
