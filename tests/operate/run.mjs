// What whoever runs a Rufwerk relies on: pages close when their session ends, every answer carries its security headers,
// no secret in log or metrics, doctor, and ./run, which starts a dead server again.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import https from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Centre, freeTcpPort, freeUdpPort, program, root, until } from '../harness/centre.mjs';
import { RegisteringPhone } from '../harness/registering_phone.mjs';
import { SipHost, sdp_of } from '../harness/sip_host.mjs';

const password = 'a-long-password-1';
const smallest = readFileSync(path.join(root, 'tests/calls/smallest.toml'), 'utf8').replace('answer = "at_once"', 'answer = "at_once"\ncall_button = "nordheim"');
const user = (login, more = '') => `
[[user]]
login = "${login}"
name = "${login}"
roles = ["agent"]
phone = "browser"
password = "${password}"
${more}`;

/** A page's WebSocket as a browser opens it; `closed` is its close event. */
async function open_page(centre, session) {
    const socket = new WebSocket(`${centre.base.replace('http', 'ws')}/api/live`, { headers: { cookie: session.cookie, origin: centre.base } });
    const closed = new Promise((resolve) => socket.addEventListener('close', resolve));
    await new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', reject);
    });
    return { socket, closed };
}

async function a_page_closes_when_its_session_ends() {
    const centre = await Centre.start({ name: 'operate-session', centre: smallest + user('lena') + user('omar') });
    const lena = await centre.sign_in('lena', password);
    const omar = await centre.sign_in('omar', password);
    const [page, tab, other] = await Promise.all([open_page(centre, lena), open_page(centre, lena), open_page(centre, omar)]);
    await lena.request('DELETE', '/api/sessions/current');
    for (const { closed } of [page, tab]) assert.deepEqual([(await closed).code, (await closed).reason], [4401, 'session ended']);
    assert.equal(other.socket.readyState, WebSocket.OPEN, 'the page of somebody else stays');
    centre.apply(`${smallest}[[user]]\nlogin = "omar"\nroles = ["supervisor"]\n`);
    assert.equal((await other.closed).code, 4403, 'other rights');
    const again = await open_page(centre, omar);
    centre.apply(`${smallest}[[user]]\nlogin = "omar"\nactive = false\n`);
    assert.equal((await again.closed).code, 4401, 'locked');
    await assert.rejects(open_page(centre, omar), 'and cannot come back');
    await centre.stop();
}

const wanted_headers = {
    'content-security-policy': /default-src 'none'.*script-src 'self';.*connect-src 'self'.*frame-ancestors 'none'/,
    'x-content-type-options': /^nosniff$/,
    'referrer-policy': /^same-origin$/,
    'permissions-policy': /microphone=\(self\)/,
    'x-frame-options': /^DENY$/,
    'cross-origin-opener-policy': /^same-origin$/,
};
function assert_secured(name, headers, strict_transport) {
    for (const [header, form] of Object.entries(wanted_headers)) assert.match(String(headers[header]), form, `${name}: ${header}`);
    assert.equal('strict-transport-security' in headers, strict_transport, `${name}: strict-transport-security`);
    assert.doesNotMatch(headers['content-security-policy'], /script-src[^;]*unsafe/);
}

/** What a server of bytes answers to bytes: the raw header, lower-cased names. */
function raw_headers(port, request) {
    return new Promise((resolve, reject) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(request));
        let text = '';
        socket.on('data', (part) => {
            text += part.toString('latin1');
            if (!text.includes('\r\n\r\n')) return;
            const [status, ...lines] = text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n');
            socket.destroy();
            resolve({ status: Number(status.split(' ')[1]), ...Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)])) });
        });
        socket.on('error', reject);
    });
}

async function every_answer_carries_security_headers() {
    const centre = await Centre.start({ name: 'operate-headers', centre: smallest });
    for (const [status, method, target] of [[200, 'GET', '/'], [200, 'GET', '/demo/'], [404, 'GET', '/assets/none.js'], [200, 'GET', '/healthz'], [200, 'GET', '/metrics'],
        [200, 'GET', '/api/openapi.json'], [401, 'GET', '/api/me'], [404, 'GET', '/api/none'], [405, 'POST', '/'], [403, 'POST', '/api/sessions']]) {
        const answer = await fetch(centre.base + target, { method });
        assert.equal(answer.status, status, target);
        assert_secured(`${method} ${target}`, Object.fromEntries(answer.headers), false);
    }
    for (const [status, request] of [[400, 'GET\r\n\r\n'], [431, `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n\r\n`],
        [413, 'POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n'], [200, 'HEAD / HTTP/1.1\r\nHost: x\r\n\r\n']]) {
        const headers = await raw_headers(centre.http_port, request);
        assert.equal(headers.status, status);
        assert_secured(request.slice(0, 20), headers, false);
    }
    await centre.stop();
}

function over_tls(port, target) {
    return new Promise((resolve, reject) => {
        https.get({ host: '127.0.0.1', port, path: target, rejectUnauthorized: false }, (answer) => {
            answer.resume();
            answer.on('end', () => resolve(answer.headers));
        }).on('error', reject);
    });
}

/** With a certificate of one's own browsers are told to come by TLS only; with the self-made one that would lock people out. */
async function tls_is_strict_with_a_given_certificate() {
    for (const given of [true, false]) {
        const port = await freeTcpPort();
        const folder = mkdtempSync(path.join(tmpdir(), 'rufwerk-tls-'));
        const environment = { ...process.env, RUFWERK_DATA_DIR: folder, RUFWERK_SIP_LISTEN: `udp:127.0.0.1:${await freeUdpPort()}`,
            RUFWERK_HTTP_LISTEN: `${given ? '127.0.0.1' : '0.0.0.0'}:${port}`, RUFWERK_HTTP_PAGES: path.join(root, 'web/dist'),
            ...(given ? { RUFWERK_HTTP_CERTIFICATE: path.join(root, 'tests/main/certificate.pem'), RUFWERK_HTTP_KEY: path.join(root, 'tests/main/certificate_key.pem') } : {}) };
        const server = spawn(program, ['serve'], { env: environment, cwd: root, stdio: 'ignore' });
        const ended = new Promise((resolve) => server.once('exit', resolve));
        const headers = await until(() => over_tls(port, '/healthz'), 'the server answers by TLS');
        assert_secured(given ? 'given' : 'self-made', headers, given);
        server.kill('SIGTERM');
        assert.equal(await ended, 0);
        rmSync(folder, { recursive: true });
    }
}

/** An offer as a browser makes it; its password is one of the words that must not be told. */
const browser_offer = (ice_password) => ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 8 0',
    'c=IN IP4 0.0.0.0', 'a=mid:0', 'a=sendrecv', 'a=rtcp-mux', 'a=ice-ufrag:Ab3d', `a=ice-pwd:${ice_password}`, 'a=setup:actpass',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0').toUpperCase()).join(':')}`,
    'a=rtpmap:8 PCMA/8000', 'a=rtpmap:0 PCMU/8000', ''].join('\r\n');

/** Passwords right and wrong, in the right and the wrong field, session cookies, secrets of a desk telephone given, made and refused, ICE
 *  passwords of both sides; in the most talkative log. */
async function secrets_are_in_neither_log_nor_metrics() {
    const secrets = { password, wrong: 'a-wrong-password-2', misplaced: 'typed-into-the-login-3', replaced: 'a-newer-password-4', ice: 'A-password-of-ice-5-long-enough', telephone: 'a-telephones-secret-6', guessed: 'a-guessed-secret-7' };
    const telephones = await SipHost.open((call) => { call.ring(); call.answer(sdp_of(40_000)); });
    const callers = await SipHost.open();
    const centre = await Centre.start({ name: 'operate-secrets', centre: smallest.replace('127.0.0.1:7001', telephones.address) + user('lena'),
        environment: { RUFWERK_LOG_LEVEL: 'debug', TPORT_LOG: '1', NUA_DEBUG: '9', NTA_DEBUG: '9', TPORT_DEBUG: '9', SU_DEBUG: '9' } });
    const chief = await centre.sign_in('chief', password);
    const lena = await centre.sign_in('lena', password);
    for (const [login, word] of [['lena', secrets.wrong], [secrets.misplaced, 'x'], ['lena', '']]) await assert.rejects(centre.sign_in(login, word));
    await lena.put('/api/me/password', { current: password, wanted: secrets.replaced });
    centre.apply(smallest.replace('127.0.0.1:7001', telephones.address) + user('lena') + user('mira') +
        user('desk').replace('"browser"', `"register"\nphone_secret = "${secrets.telephone}"`));
    for (const [secret, status] of [[secrets.telephone, 200], [secrets.guessed, 403]]) {
        const telephone = new RegisteringPhone(telephones, { login: 'desk', secret, server: { host: '127.0.0.1', port: centre.sip_port } });
        assert.equal(await telephone.register(), status);
    }
    secrets.made = (await chief.request('POST', '/api/telephones/desk/secret', {})).secret;
    assert.ok(secrets.made.length >= 12, 'a secret was made');

    await chief.put('/api/agents/agent001/presence', { state: 'ready' });
    const call = callers.call({ user: '05551448000', port: centre.sip_port });
    await until(() => call.state === 'answered', 'the call is answered');
    await until(async () => (await chief.get('/api/floor')).agents.find(({ login }) => login === 'agent001').state === 'talking', 'they talk');

    const heard = [];
    const { socket } = await open_page(centre, lena);
    socket.addEventListener('message', ({ data }) => heard.push(JSON.parse(data)));
    socket.send(JSON.stringify({ type: 'phone.offer', sdp: browser_offer(secrets.ice) }));
    const answer = await until(() => heard.find(({ type }) => type === 'phone.answer'), 'the telephone of the page is answered');
    secrets.our_ice = /a=ice-pwd:(\S+)/.exec(answer.sdp)[1];
    call.bye();
    const metrics = await (await fetch(`${centre.base}/metrics`)).text();
    for (const session of [chief, lena]) secrets[`cookie ${session.cookie.slice(-6)}`] = session.cookie.split('=')[1];
    const ended = await centre.stop();
    assert.equal(ended.code, 0);
    const said = centre.log() + metrics;
    assert.match(said, /"level":"debug"/, 'the log is at its most talkative');
    assert.match(said, /"event":"http.request"/, 'and it tells of requests');
    for (const [name, secret] of Object.entries(secrets)) assert.ok(!said.includes(secret), `${name} is in the log or the metrics`);
    telephones.close();
    callers.close();
}

function doctor(environment, shell = '') {
    const done = spawnSync('bash', ['-c', `${shell} exec "${program}" doctor`], { env: { ...process.env, ...environment }, encoding: 'utf8', cwd: root });
    return { status: done.status, said: done.stdout + done.stderr };
}

/** The exit status tells a script; a disk that takes no byte is a limit of the process here: the same write fails. */
async function doctor_says_by_its_exit_status_what_it_found() {
    const folder = mkdtempSync(path.join(tmpdir(), 'rufwerk-doctor-'));
    const environment = { RUFWERK_DATA_DIR: folder, RUFWERK_HTTP_LISTEN: `127.0.0.1:${await freeTcpPort()}`, RUFWERK_SIP_LISTEN: `udp:127.0.0.1:${await freeUdpPort()}` };
    const well = doctor(environment);
    assert.equal(well.status, 0, well.said);
    assert.deepEqual(readdirSync(folder), [], 'doctor leaves nothing behind');
    const full = doctor(environment, `trap '' XFSZ; ulimit -f 0;`);
    assert.equal(full.status, 1, full.said);
    assert.match(full.said, /FAIL {2}data\.dir .*cannot be written[^\n]*\n {6}free room on that disk/);
    const away = doctor({ ...environment, RUFWERK_DATABASE_URL: `postgresql://rufwerk:${password}@127.0.0.1:${await freeTcpPort()}/rufwerk` });
    assert.equal(away.status, 1, away.said);
    assert.match(away.said, /FAIL {2}database postgresql server[^]*start PostgreSQL/);
    assert.ok(!away.said.includes(password));
    rmSync(folder, { recursive: true });
}

/** The process below `parent` that serves, or nothing. */
function server_of(parent) {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).find((pid) => {
        try {
            return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('build/rufwerk\0serve') &&
                Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[1]) === parent;
        } catch {
            return false; // it ended meanwhile
        }
    });
}

async function run_starts_a_dead_server_again_and_ends_when_told() {
    for (const signal of ['SIGTERM', 'SIGINT']) {
        const folder = mkdtempSync(path.join(tmpdir(), 'rufwerk-run-'));
        const address = `127.0.0.1:${await freeTcpPort()}`;
        const run = spawn('./run', ['--listen', address, '--sip', `127.0.0.1:${await freeUdpPort()}`, '--data', path.join(folder, 'data')],
            { cwd: root, detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, RUFWERK_QUIET: 'yes' } });
        let said = '';
        run.stderr.on('data', (part) => { said += part; });
        const ended = new Promise((resolve) => run.once('exit', (code, by) => resolve({ code, by })));
        const healthy = () => until(async () => (await fetch(`http://${address}/healthz`)).ok, `./run answers; it said: ${said.slice(-2000)}`, 300_000);
        await healthy();
        const first = server_of(run.pid);
        process.kill(first, 'SIGKILL');
        const second = await until(() => server_of(run.pid) !== first && server_of(run.pid), 'another server was started');
        await healthy();
        assert.match(said, /the server ended with status 137; starting it again/);
        // Ctrl+C goes to the whole group of the terminal, SIGTERM of a service manager to the one process.
        process.kill(signal === 'SIGINT' ? -run.pid : run.pid, signal);
        assert.deepEqual(await ended, { code: 0, by: null }, said.slice(-2000));
        assert.ok(!existsSync(`/proc/${second}`), 'no server is left');
        rmSync(folder, { recursive: true });
    }
}

const tests = [a_page_closes_when_its_session_ends, every_answer_carries_security_headers, tls_is_strict_with_a_given_certificate,
    secrets_are_in_neither_log_nor_metrics, doctor_says_by_its_exit_status_what_it_found, run_starts_a_dead_server_again_and_ends_when_told];
const only = process.argv[2];
let passed = 0;
let failed = 0;
for (const test of tests.filter(({ name }) => !only || name.includes(only))) {
    try {
        await test();
        passed += 1;
    } catch (error) {
        failed += 1;
        console.log(`operate: ${test.name}: ${error.stack}`);
    }
}
console.log(`operate: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
