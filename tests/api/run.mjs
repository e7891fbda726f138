// The REST contract, sentence by sentence, against the real program with the smallest useful centre; every answer is held
// against /api/openapi.json.
import { Centre, root, until } from '../harness/centre.mjs';
import { SipHost, sdp_of } from '../harness/sip_host.mjs';
import { Asker, Contract } from './contract.mjs';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const password = 'a-long-password-1';
const smallest = readFileSync(path.join(root, 'tests/calls/smallest.toml'), 'utf8');
// Besides the smallest file: an agent who signs in, a result to file and a reason to pause.
const more = `
[[user]]
login = "agent002"
name = "Agent 002"
roles = ["agent"]
skills = { tarif = 1 }
phone = "sip:agent002@127.0.0.1:7002"
password = "${password}"
[[result]]
client = "nordheim"
key = "advice"
name_de = "Beratung"
name_en = "Advice"
[[pause_reason]]
key = "lunch"
name_de = "Mittag"
name_en = "Lunch"
`;

async function sign_in(centre, contract, login) {
    const script = new Asker(centre.base, contract, { origin: centre.base });
    const answer = await script.ask('POST', '/api/sessions', { body: { login, password } });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const [cookie] = answer.headers.getSetCookie();
    return { asker: new Asker(centre.base, contract, { cookie: cookie.split(';')[0], origin: centre.base }), cookie, me: answer.body };
}

async function agent_on_floor(asker, login) {
    const { agents } = await asker.get('/api/floor');
    return agents.find((agent) => agent.login === login);
}

/** The centre of all tests, with telephones that answer and hang up after `talk_ms`. */
async function stage(name) {
    const talk_ms = 60;
    const telephones = await SipHost.open((call) => {
        call.ring();
        call.answer(sdp_of(40_000));
        call.on('answered', () => setTimeout(() => call.bye(), talk_ms));
    });
    const callers = await SipHost.open();
    const text = smallest.replace('127.0.0.1:7001', telephones.address);
    const centre = await Centre.start({ name, centre: text });
    const contract = await Contract.of(centre.base);
    const { asker: chief } = await sign_in(centre, contract, 'chief');
    return { centre, contract, chief, callers, telephones, text, async end() { callers.close(); telephones.close(); await centre.stop(); } };
}

async function one_call(on, ends = 'answered') {
    const call = on.callers.call({ user: '05551448000', port: on.centre.sip_port });
    await until(() => call.state === ends || call.state === 'ended', 'the call is answered');
    return call;
}

async function document_is_valid_and_complete({ contract }) {
    assert.deepEqual(await contract.validity(), []);
    assert.deepEqual(contract.gaps(), []);
}

async function pages_are_typed_by_this_document({ contract }) {
    const ours = JSON.parse(readFileSync(path.join(root, 'web/openapi.json'), 'utf8'));
    assert.equal(JSON.stringify(contract.document), JSON.stringify(ours),
        'web/openapi.json is old: fetch /api/openapi.json into it and run `npm run api` in web/');
}

async function signing_in_sets_the_cookie({ centre, contract }) {
    const { cookie, me, asker } = await sign_in(centre, contract, 'chief');
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite/);
    assert.equal(me.login, 'chief');
    assert.deepEqual((await asker.get('/api/me')).roles.sort(), ['administrator', 'supervisor']);
    const out = await asker.ask('DELETE', '/api/sessions/current');
    assert.equal(out.status, 200);
    await asker.refused('GET', '/api/me', 401, 'session.missing');
}

async function wrong_sign_ins_are_refused({ centre, contract }) {
    const script = new Asker(centre.base, contract, { origin: centre.base });
    const post = (body) => ['POST', '/api/sessions', body];
    await script.refused(...post(401), 'login.wrong', { body: { login: 'chief', password: 'no' } });
    await script.refused(...post(401), 'login.wrong', { body: { login: 'nobody', password } });
    await script.refused(...post(401), 'login.wrong', { body: { login: 'agent001', password: '' } });
    await script.invalid('POST', '/api/sessions', 'password', ['missing'], { body: { login: 'chief' } });
    await script.invalid('POST', '/api/sessions', 'login', ['text', '7'], { body: { login: 7, password } });
    await script.invalid('POST', '/api/sessions', 'pass', ['not known', 'password'], { body: { login: 'chief', pass: password } });
    await script.invalid('POST', '/api/sessions', '(body)', ['JSON'], { body: '{"login":' });
    await script.invalid('POST', '/api/sessions', '(body)', ['object'], { body: '[]' });
    await script.invalid('POST', '/api/sessions?login=chief', 'login', ['body'], { body: { password } });
}

async function a_guesser_has_to_wait({ centre, contract }) {
    const script = new Asker(centre.base, contract, { origin: centre.base });
    let answer;
    for (let attempt = 0; attempt < 8 && answer?.status !== 429; ++attempt)
        answer = await script.ask('POST', '/api/sessions', { body: { login: 'guessed', password: `guess-${attempt}` } });
    assert.equal(answer.status, 429);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
}

/** A script with a session cookie needs nothing more than an Origin header of the same address to write. */
async function writing_needs_an_origin_and_nothing_more({ chief, centre, contract }) {
    const put = ['PUT', '/api/agents/agent001/presence'];
    const body = JSON.stringify({ state: 'offline' });
    for (const origin of [null, 'null', 'http://evil.example', `${centre.base}.evil.example`, centre.base.replace(/\d+$/, '1'), centre.base.replace('http:', 'ftp:')])
        await chief.refused(...put, 403, 'origin.foreign', { body, headers: { origin } });
    await chief.refused('POST', '/api/sessions', 403, 'origin.foreign', { body: { login: 'chief', password }, headers: { origin: null } });
    const bare = new Asker(centre.base, contract, { cookie: chief.headers.cookie, origin: centre.base, 'content-type': 'application/x-www-form-urlencoded' });
    assert.equal((await bare.ask(...put, { body })).status, 200);
    await new Asker(centre.base, contract, { origin: centre.base }).refused(...put, 401, 'session.missing', { body });
    await chief.get('/api/calls');
    assert.equal((await chief.ask('GET', '/api/calls', { headers: { origin: null } })).status, 200);
}

async function agents_set_their_own_presence(on) {
    const { centre, chief, contract, text } = on;
    centre.apply(text + more);
    const { asker: agent } = await until(() => sign_in(centre, contract, 'agent002'), 'the new agent signs in');
    const put = (body) => agent.ask('PUT', '/api/me/presence', { body });
    await until(async () => (await put({ state: 'ready' })).status === 200, 'the switch knows the new agent');
    assert.equal((await until(() => agent_on_floor(chief, 'agent002'), 'on the floor')).state, 'ready');
    assert.equal((await put({ state: 'pause', reason: 'lunch' })).status, 200);
    const paused = await until(async () => {
        const seen = await agent_on_floor(chief, 'agent002');
        return seen.state === 'pause' && seen;
    }, 'the pause is on the floor');
    assert.equal(paused.reason, 'lunch');
    assert.ok(Math.abs(paused.since - Date.now()) < 60_000);
    assert.equal((await put({ state: 'offline' })).status, 200);
    await agent.invalid('PUT', '/api/me/presence', 'state', ['"busy"', 'ready, pause, offline'], { body: { state: 'busy' } });
    await agent.invalid('PUT', '/api/me/presence', 'reason', ['"tea"', '/api/pause-reasons'], { body: { state: 'pause', reason: 'tea' } });
    await agent.invalid('PUT', '/api/me/presence', 'reason', ['text', '5'], { body: { state: 'pause', reason: 5 } });
    await agent.invalid('PUT', '/api/me/presence', 'state', ['missing'], { body: {} });
    await agent.invalid('PUT', '/api/me/presence', 'until', ['not known'], { body: { state: 'pause', until: 5 } });
    await agent.refused('PUT', '/api/agents/agent001/presence', 403, 'permission.missing', { body: { state: 'ready' } });
    await agent.refused('GET', '/api/floor', 403, 'permission.missing');
    await chief.refused('PUT', '/api/me/presence', 403, 'permission.missing', { body: { state: 'ready' } });
}

/** An agent with a SIP telephone set ready by a supervisor is ready without a desk session and stays so. */
async function supervisors_set_agents_ready_and_they_stay_so(on) {
    const { chief, centre } = on;
    const put = ['PUT', '/api/agents/agent001/presence'];
    assert.equal((await chief.ask(...put, { body: { state: 'ready' } })).status, 200);
    assert.equal((await agent_on_floor(chief, 'agent001')).state, 'ready');
    const call = await one_call(on);
    await until(() => call.state === 'ended', 'the agent has hung up');
    await until(async () => (await agent_on_floor(chief, 'agent001')).state === 'ready', 'ready at once without wrap-up');
    await centre.kill();
    await centre.serve();
    await until(async () => (await agent_on_floor(chief, 'agent001'))?.state === 'ready', 'ready after a restart');
    await chief.refused('PUT', '/api/agents/nobody/presence', 404, 'agent.unknown', { body: { state: 'ready' } });
    await chief.invalid(...put, 'state', ['"away"'], { body: { state: 'away' } });
    await chief.invalid(...put, 'login', ['path'], { body: { login: 'agent002', state: 'ready' } });
    assert.equal((await chief.ask(...put, { body: { state: 'offline' } })).status, 200);
    assert.equal((await agent_on_floor(chief, 'agent001')).state, 'offline');
}

async function the_floor_shows_queues_and_agents(on) {
    const { chief } = on;
    const before = await chief.get('/api/floor');
    const queue = before.queues.find(({ key }) => key === 'tarif');
    assert.deepEqual([queue.waiting, queue.service_level.within_s, queue.service_level.percent], [0, 20, 80]);
    const call = await one_call(on);
    const waiting = await until(async () => {
        const [seen] = (await chief.get('/api/floor')).queues;
        return seen.waiting === 1 && seen;
    }, 'one call waits');
    assert.ok(waiting.longest_since <= Date.now());
    call.bye();
    await until(async () => (await chief.get('/api/floor')).queues[0].abandoned_today === queue.abandoned_today + 1, 'it is counted as abandoned');
    assert.equal(typeof (await chief.get('/api/floor')).queues[0].service_level.value, 'number');
}

/** Makes sure that so many calls are on the list, the last of them answered and with a result. */
async function listed_calls(on, count) {
    const { chief, centre, text } = on;
    centre.apply(text + more);
    const have = (await chief.get('/api/calls?limit=1')).total;
    for (let index = have; index < count - 1; ++index) (await one_call(on)).bye();
    await chief.ask('PUT', '/api/agents/agent001/presence', { body: { state: 'ready' } });
    const call = await one_call(on);
    await until(() => call.state === 'ended', 'the agent has hung up');
    await chief.ask('PUT', '/api/agents/agent001/presence', { body: { state: 'offline' } });
    return until(async () => {
        const page = await chief.get('/api/calls?limit=1000');
        return page.total >= count && page.items.every((one) => one.ended_at) && page.items;
    }, `${count} calls are on the list`);
}

async function every_call_is_on_the_list(on) {
    const { chief } = on;
    const items = await listed_calls(on, 25);
    for (const call of items) {
        assert.match(call.id, /^\d+$/);
        assert.ok(call.started_at <= call.ended_at && call.end_reason, JSON.stringify(call));
        assert.ok(call.answered_at === null || (call.started_at <= call.answered_at && call.answered_at <= call.ended_at), JSON.stringify(call));
    }
    assert.equal(items[0].end_reason, 'agent_hung_up');
    assert.equal(items[1].end_reason, 'abandoned');
    assert.equal(items[1].answered_at, null);
    const filed = await chief.ask('PUT', `/api/calls/${items[0].id}/result`, { body: { result: 'advice', note: 'Grüße' } });
    assert.deepEqual([filed.status, filed.body.result, filed.body.note], [200, 'advice', 'Grüße']);
    await chief.invalid('PUT', `/api/calls/${items[0].id}/result`, 'result', ['"none"', '/api/results'], { body: { result: 'none' } });
    await chief.refused('PUT', '/api/calls/999999/result', 404, 'call.unknown', { body: { result: 'advice' } });
}

async function limit_is_from_one_to_a_thousand(on) {
    const { chief } = on;
    const { total } = await chief.get('/api/calls');
    for (const limit of [1, 2, 1000]) assert.equal((await chief.get(`/api/calls?limit=${limit}`)).items.length, Math.min(limit, total));
    for (const limit of ['0', '1001', '-1']) await chief.invalid('GET', `/api/calls?limit=${limit}`, 'limit', [limit, 'from 1 to 1000']);
    for (const limit of ['1.5', '1e3', 'many', '99999999999999999999', '0x10']) await chief.invalid('GET', `/api/calls?limit=${limit}`, 'limit', [limit, 'must be']);
    await chief.invalid('GET', '/api/calls?limit=', 'limit', ['no value', 'leave it out']);
    await chief.invalid('GET', '/api/calls?limit=5&limit=6', 'limit', ['once']);
    await chief.invalid('GET', '/api/calls?page=2', 'page', ['not known', 'cursor']);
    await chief.invalid('GET', '/api/calls?cursor=2', 'cursor', ['next']);
    await chief.invalid('GET', '/api/calls?from=yesterday', 'from', ['yesterday', 'milliseconds']);
    await chief.invalid('GET', '/api/calls?from=2026-11-24T00:00:00Z', 'from', ['milliseconds']);
    await chief.invalid('GET', '/api/calls?search=12', 'search', ['"12"', '3 to 20']);
    await chief.invalid('GET', '/api/calls/abc', 'id', ['"abc"', 'digits']);
    await chief.refused('GET', '/api/calls/999999', 404, 'call.unknown');
    await chief.refused('GET', '/api/nothing', 404, 'route.unknown');
    await chief.refused('POST', '/api/calls', 405, 'method.unknown');
}

async function filters_by_time_queue_number_and_result({ chief }) {
    const { items, total } = await chief.get('/api/calls?limit=1000');
    const ids = async (query) => {
        const page = await chief.get(`/api/calls?limit=1000&${query}`);
        assert.equal(page.total, page.items.length, query);
        return page.items.map(({ id }) => id);
    };
    const of = (fits) => items.filter(fits).map(({ id }) => id);
    const middle = items[Math.floor(items.length / 2)].started_at;
    assert.deepEqual(await ids(`from=${middle}`), of((call) => call.started_at >= middle));
    assert.deepEqual(await ids(`to=${middle}`), of((call) => call.started_at < middle));
    assert.deepEqual(await ids(`from=${middle}&to=${middle + 1}`), of((call) => call.started_at === middle));
    assert.equal((await ids('queue=tarif')).length, total);
    assert.equal((await ids(`number=${encodeURIComponent('+495551448000')}`)).length, total);
    assert.deepEqual(await ids('queue=other'), []);
    assert.deepEqual(await ids('number=%2B491'), []);
    assert.deepEqual(await ids('result=advice'), of((call) => call.result === 'advice'));
    assert.equal((await ids('result=advice')).length, 1);
    assert.deepEqual(await ids(`queue=tarif&result=advice&from=${middle}&client=nordheim&agent=agent001`), of((call) => call.result === 'advice'));
}

/** Keyset paging: pages that are asked for while new calls come in have every call once. */
async function pages_have_every_call_once(on) {
    const { chief } = on;
    const all = (await chief.get('/api/calls?limit=1000')).items.map(({ id }) => id);
    for (const limit of [1, 4, 7, all.length]) {
        const seen = [];
        let next = null;
        do {
            const page = await chief.get(`/api/calls?limit=${limit}${next ? `&cursor=${encodeURIComponent(next)}` : ''}`);
            assert.ok(page.items.length === limit || page.next === null);
            seen.push(...page.items.map(({ id }) => id));
            next = page.next;
            if (limit === 4) (await one_call(on)).bye();
        } while (next !== null);
        assert.deepEqual(seen.filter((id) => all.includes(id)), all, `limit ${limit}`);
        assert.equal(new Set(seen).size, seen.length);
    }
}

async function a_call_has_its_journal_without_gaps({ chief }) {
    const { items } = await chief.get('/api/calls?limit=1000');
    for (const listed of items) {
        const { journal, ...call } = await chief.get(`/api/calls/${listed.id}`);
        if (listed.ended_at) assert.deepEqual(call, listed);
        assert.deepEqual(journal.map(({ position }) => position), journal.map((_, index) => index + 1));
        assert.ok(journal.every((entry, index) => index === 0 || entry.at >= journal[index - 1].at), JSON.stringify(journal));
        assert.ok(journal.every((entry, index) => index === 0 || entry.house_position > journal[index - 1].house_position));
    }
}

/** The total is exact to 10,000, then null; paging goes on. Copies of a call are written beside the program. */
async function the_total_is_exact_to_ten_thousand({ chief, centre }) {
    const rows = async (count) => {
        const columns = execFileSync('sqlite3', [database(centre), 'SELECT name FROM pragma_table_info(\'call\') ORDER BY cid'], { encoding: 'utf8' }).trim().split('\n');
        const copied = columns.map((name) => (name === 'id' ? 'n' : name === 'started_ms' ? '1000000000000 + n / 3' : `c.${name}`));
        execFileSync('sqlite3', ['-cmd', '.timeout 10000', database(centre), `DELETE FROM call WHERE started_ms < 1000000100000;
            WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < ${count})
            INSERT INTO call (${columns.join(',')}) SELECT ${copied.join(',')} FROM counted, (SELECT * FROM call WHERE ended_ms IS NOT NULL ORDER BY id LIMIT 1) c`]);
    };
    const { total } = await chief.get('/api/calls?limit=1');
    await rows(10_000 - total);
    assert.equal((await chief.get('/api/calls?limit=1')).total, 10_000);
    await rows(10_001 - total);
    const seen = new Set();
    let next = null;
    do {
        const page = await chief.get(`/api/calls?limit=1000${next ? `&cursor=${encodeURIComponent(next)}` : ''}`);
        assert.equal(page.total, null);
        for (const { id } of page.items) seen.add(id);
        next = page.next;
    } while (next !== null);
    assert.equal(seen.size, 10_001);
    assert.equal((await chief.get('/api/calls?from=1000000000000&to=1000000001000')).total, 2999);
}

const database = (centre) => path.join(centre.folder, 'data', 'rufwerk.db');

/** Every other route that only reads answers as its document says, for each role that may ask. */
async function all_reading_routes_keep_their_word({ chief, contract, centre }) {
    const { asker: agent } = await sign_in(centre, contract, 'agent002');
    for (const { path: target, method, operation } of contract.operations()) {
        if (method !== 'get' || target.includes('{')) continue;
        const query = operation.parameters.filter(({ required }) => required).map(({ name, example }) => `${name}=${encodeURIComponent(example)}`).join('&');
        for (const asker of [chief, agent]) {
            const { status } = await asker.ask('GET', `${target}${query ? `?${query}` : ''}`);
            assert.ok(status === 200 || status === 403, `${target}: ${status}`);
        }
        await chief.invalid('GET', `${target}?nonsense=1${query ? `&${query}` : ''}`, 'nonsense', ['not known']).catch((error) => {
            if (!/permission.missing/.test(error.message)) throw error;
        });
    }
}

async function all_writing_routes_keep_their_word({ contract, centre }) {
    const { asker: agent, me } = await sign_in(centre, contract, 'agent002');
    assert.deepEqual(me.roles, ['agent']);
    assert.equal((await agent.ask('PUT', '/api/me/language', { body: { language: 'en' } })).body.language, 'en');
    await agent.invalid('PUT', '/api/me/language', 'language', ['"fr"', 'de'], { body: { language: 'fr' } });
    await agent.invalid('PUT', '/api/me/language', '(body)', ['"language" twice'], { body: '{"language":"de","language":"en"}' });
    await agent.invalid('PUT', '/api/me/password', 'wanted', [], { body: { current: password, wanted: 'short' } });
    await agent.invalid('PUT', '/api/me/password', 'current', ['present password'], { body: { current: 'wrong', wanted: 'another-long-password-2' } });
    for (const what of ['answer', 'decline', 'hang-up', 'hold', 'resume', 'extend-wrap-up', 'finish']) {
        await agent.refused('POST', `/api/me/call/${what}`, 409, 'call.not_yours', { body: { call: '71' } });
        await agent.invalid('POST', `/api/me/call/${what}`, 'call', ['digits', '71'], { body: { call: 71 } });
        await agent.invalid('POST', `/api/me/call/${what}`, 'call', ['missing'], {});
    }
    const { asker: elsewhere } = await sign_in(centre, contract, 'agent002');
    assert.equal((await agent.ask('PUT', '/api/me/password', { body: { current: password, wanted: 'another-long-password-2' } })).status, 200);
    await elsewhere.refused('GET', '/api/me', 401, 'session.missing');
    await agent.invalid('DELETE', '/api/sessions/current', '(body)', ['send none'], { body: '{}' });
    assert.equal((await agent.ask('DELETE', '/api/sessions/current')).status, 200);
}

/** Too large and unreadable requests get a problem too. */
async function unreadable_requests_are_refused_in_words({ chief }) {
    await chief.refused('PUT', '/api/agents/agent001/presence', 413, 'request.too_large', { body: 'x'.repeat(2 << 20) });
    await chief.refused('GET', '/api/calls?search=%zz', 400, 'request.unreadable');
    await chief.refused('GET', `/api/calls?search=${'1'.repeat(20_000)}`, 431, 'request.header_too_large');
}

const tests = [document_is_valid_and_complete, pages_are_typed_by_this_document, signing_in_sets_the_cookie, wrong_sign_ins_are_refused,
    a_guesser_has_to_wait, writing_needs_an_origin_and_nothing_more, agents_set_their_own_presence,
    supervisors_set_agents_ready_and_they_stay_so, the_floor_shows_queues_and_agents, every_call_is_on_the_list,
    limit_is_from_one_to_a_thousand, filters_by_time_queue_number_and_result, pages_have_every_call_once,
    a_call_has_its_journal_without_gaps, the_total_is_exact_to_ten_thousand, all_reading_routes_keep_their_word,
    all_writing_routes_keep_their_word,    unreadable_requests_are_refused_in_words];
let passed = 0;
let failed = 0;
const on = await stage('api');
for (const test of tests) {
    try {
        await test(on);
        passed += 1;
    } catch (error) {
        failed += 1;
        console.log(`api: ${test.name}: ${error.stack}`);
    }
}
await on.end();
console.log(`api: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
