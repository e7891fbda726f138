// Runs every misfortune of tests/sip/misfortunes against the real program, each on a centre of its own, and checks that afterwards
// everything is idle as before: legs, handles, RTP ports, descriptors, floor; and that the call ended with its reason.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Centre, freeUdpPort, until } from '../harness/centre.mjs';
import { RegisteringPhone, TcpSipHost } from '../harness/registering_phone.mjs';
import { SipHost, sdp_of } from '../harness/sip_host.mjs';
import { TonePhone } from '../harness/tone.mjs';

const folder = path.join(import.meta.dirname, 'misfortunes');
const only = process.argv[2];
const names = readdirSync(folder).map((file) => file.replace('.mjs', '')).filter((name) => !only || name.includes(only)).sort();
const at_once = 4;
const password = 'misfortune-2026';

const phone_secret = 'desk-phone-secret';

const centre_file = (phones, { answer, registers }) => `
[[client]]
key = "nordheim"
name = "Stadtwerke Nordheim"
greeting = "Stadtwerke Nordheim, mein Name ist {agent}."
[[queue]]
key = "tarif"
client = "nordheim"
skills = ["tarif"]
ring_s = 8
wrap_up_s = 0
service_level = { within_s = 20, percent = 80 }
[[trunk]]
key = "carrier"
allow = ["127.0.0.1/32"]
[[number]]
number = "+495551448000"
client = "nordheim"
queue = "tarif"
answer = "${answer}"
${['agent1', 'agent2'].map((login) => `
[[user]]
login = "${login}"
name = "${login}"
roles = ["agent"]
skills = { tarif = 3 }
${registers ? `phone = "register"\nphone_secret = "${phone_secret}"` : `phone = "sip:${login}@${phones.address}"`}`).join('\n')}
[[user]]
login = "chief"
name = "Chief"
roles = ["supervisor", "administrator"]
password = "${password}"
`;

const gauges = ['rufwerk_sip_legs_open', 'rufwerk_sip_handles_open', 'rufwerk_media_legs_open', 'rufwerk_media_ports_free', 'rufwerk_calls_open'];

class Stage {
    more_hosts = [];

    async open(name, misfortune) {
        this.phones = await SipHost.open((call) => this.phones.on_offer(call));
        this.callers = await SipHost.open();
        this.outsiders = await SipHost.open(undefined, '127.0.0.2');
        this.tone = await TonePhone.open(440);
        this.tone.sdp = sdp_of(this.tone.port);
        this.phone_tone = await TonePhone.open(1000);
        this.set_up_phones();
        const sip_port = await freeUdpPort();
        this.centre = await Centre.start({ name: `sip_${name}`, centre: centre_file(this.phones, misfortune), sip_port,
            environment: { RUFWERK_SIP_LISTEN: `udp:127.0.0.1:${sip_port},tcp:127.0.0.1:${sip_port}`, ...misfortune.environment } });
        this.chief = await this.centre.sign_in('chief', password);
        this.idle = await this.counts();
        return this;
    }

    set_up_phones() {
        const { phones, phone_tone } = this;
        phones.sdp = sdp_of(phone_tone.port);
        phones.answered = 0;
        phones.on_offer = (call) => {
            call.on('answered', () => {
                phones.answered += 1;
                phone_tone.send_to(call.remote_port());
            });
            phones.on_misfortune?.(call);
        };
        // A scenario says what its telephones do by setting phones.on_call.
        Object.defineProperty(phones, 'on_call', { set: (act) => { phones.on_misfortune = act; }, get: () => phones.on_offer, configurable: true });
    }

    async counts() {
        const values = {};
        for (const gauge of gauges) values[gauge] = await this.centre.metric(gauge);
        values.descriptors = this.centre.descriptors();
        return values;
    }

    /** What a scenario gets to work with. */
    tools() {
        return {
            until,
            phones: this.phones,
            tone: this.tone,
            phone_tone: this.phone_tone,
            dial: (options = {}) => this.callers.call({ user: '05551448000', port: this.centre.sip_port, sdp: this.tone.sdp, ...options }),
            stranger: () => this.outsiders.call({ user: '05551448000', port: this.centre.sip_port }),
            ready: (login) => this.chief.put(`/api/agents/${login}/presence`, { state: 'ready' }),
            agent_state: async (login) => (await this.chief.get('/api/floor')).agents.find((agent) => agent.login === login).state,
            agent: async (login) => (await this.chief.get('/api/floor')).agents.find((agent) => agent.login === login),
            registering: (login, host = this.phones, secret = phone_secret) =>
                new RegisteringPhone(host, { login, secret, server: { host: '127.0.0.1', port: this.centre.sip_port } }),
            over_tcp: async () => {
                const host = await TcpSipHost.connect(this.centre.sip_port, this.phones.on_offer);
                this.more_hosts.push(host);
                return host;
            },
            another_host: async () => {
                const host = await SipHost.open(this.phones.on_offer);
                this.more_hosts.push(host);
                return host;
            },
            restart: async () => {
                await this.centre.kill();
                await this.centre.serve();
                this.chief = await this.centre.sign_in('chief', password);
            },
            count_calls: async () => (await this.chief.get('/api/calls')).total,
            metric: (name) => this.centre.metric(name),
        };
    }

    async check_idle() {
        let now;
        await until(async () => {
            now = await this.counts();
            // HTTP keep-alive connections of this test come and go: descriptors may only be fewer or as many, give or take those.
            return gauges.every((gauge) => now[gauge] === this.idle[gauge]) && now.descriptors <= this.idle.descriptors + 3;
        }, 'everything is idle again', 45_000).catch((error) => {
            throw new Error(`${error.message}\n  before ${JSON.stringify(this.idle)}\n  after  ${JSON.stringify(now)}`);
        });
        const floor = await this.chief.get('/api/floor');
        if (floor.queues.some((queue) => queue.waiting > 0)) throw new Error(`somebody still waits: ${JSON.stringify(floor.queues)}`);
        const busy = floor.agents.filter((agent) => ['offered', 'talking', 'wrap_up'].includes(agent.state));
        if (busy.length > 0) throw new Error(`agents are stuck: ${JSON.stringify(busy)}`);
    }

    async check_end(expected) {
        const reasons = [expected].flat();
        const calls = await until(async () => {
            const { items } = await this.chief.get('/api/calls');
            return (items.length > 0 || reasons.includes(null)) && items.every((call) => call.ended_at) && { items };
        }, 'the call is on the list with its end');
        const found = calls.items.map((call) => call.end_reason);
        if (found.length === 0 ? !reasons.includes(null) : found.length !== 1 || !reasons.includes(found[0]))
            throw new Error(`ended with ${JSON.stringify(found)}, expected ${JSON.stringify(reasons)}`);
        for (const call of calls.items) {
            const { journal } = await this.chief.get(`/api/calls/${call.id}`);
            if (journal.some((entry, at) => entry.position !== at + 1)) throw new Error(`journal has gaps: ${JSON.stringify(journal.map((entry) => entry.position))}`);
        }
    }

    async close() {
        const how = await this.centre?.stop();
        for (const part of [...this.more_hosts, this.phones, this.callers, this.outsiders, this.tone, this.phone_tone]) part?.close();
        if (how && how.code !== 0) throw new Error(`the server ended with ${JSON.stringify(how)}`);
    }
}

async function run(name) {
    const misfortune = await import(path.join(folder, `${name}.mjs`));
    const stage = new Stage();
    try {
        await stage.open(name, misfortune);
        await misfortune.run(stage.tools());
        await stage.check_idle();
        await stage.check_end(misfortune.end_reason);
    } finally {
        await stage.close();
    }
}

let passed = 0;
let failed = 0;
const waiting = [...names];
await Promise.all(Array.from({ length: at_once }, async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) {
        try {
            await run(name);
            passed += 1;
        } catch (error) {
            failed += 1;
            console.log(`sip: ${name}: ${error.message}`);
        }
    }
}));
console.log(`sip: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
