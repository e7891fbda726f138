// The contract of docs/realtime.md with canned answers, so that pages can be worked on without the server.
// POST /dev/scenario {login, to} moves a fake agent: idle, ready, pause, to_complete, offered, live, wrap_up, lost (no socket until the next scenario).
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { FakeAgent } from './agent.mjs';
import {
    agentRow,
    clients,
    journalOf,
    numbers,
    pastCall,
    pauseReasons,
    people,
    queueRow,
    queues,
    results,
} from './centre.mjs';

const history_length = 3_000;

export function startFake({ port = 0, pages, agents = 200, events_per_second = 100 }) {
    const started = Date.now();
    const boot = String(started);
    const sockets = new Set();
    const seats = new Map(
        people.map((person) => [
            person.login,
            new FakeAgent({ ...person }, (message) => {
                for (const socket of sockets)
                    if (socket.login === person.login && socket.topics.has('me')) socket.send(JSON.stringify(message));
            }),
        ]),
    );
    let floor_seq = 1;
    let refusing = false;
    const history = Array.from({ length: history_length }, (_, index) => pastCall(index, started));
    const rows = Array.from({ length: agents }, (_, index) => agentRow(index, started));

    const floor = () => ({ at: Date.now(), queues: queues.map((_, index) => queueRow(index, started)), agents: rows });
    const churn = setInterval(() => {
        const changed = [];
        for (let index = 0; index < events_per_second / 10; index += 1) {
            const at = Math.floor(Math.random() * rows.length);
            const next = ['ready', 'talking', 'wrap_up', 'pause'][Math.floor(Math.random() * 4)];
            rows[at] = { ...agentRow(at, started, next), since: Date.now() };
            changed.push(rows[at]);
        }
        for (const row of changed) {
            floor_seq += 1;
            const text = JSON.stringify({
                type: 'event',
                topic: 'floor',
                seq: floor_seq,
                data: { at: Date.now(), agents: [row] },
            });
            for (const socket of sockets) if (socket.topics.has('floor')) socket.send(text);
        }
    }, 100);

    const problem = (status, code, detail) => [status, { type: 'about:blank', title: code, status, code, detail }];
    function page(query) {
        const limit = Math.min(Number(query.get('limit') ?? 50), 1_000);
        const first = Number(query.get('cursor') ?? 0);
        const like = query.get('search')?.toLowerCase();
        const found = history.filter(
            (call) =>
                ['client', 'queue', 'number', 'result', 'agent'].every(
                    (name) => !query.has(name) || call[name] === query.get(name),
                ) &&
                (!query.has('from') || call.started_at >= Number(query.get('from'))) &&
                (!query.has('to') || call.started_at < Number(query.get('to'))) &&
                (!like ||
                    [call.caller, call.caller_name, call.number, call.note].some((text) =>
                        text?.toLowerCase().includes(like),
                    )),
        );
        return {
            items: found.slice(first, first + limit),
            total: found.length,
            next: first + limit < found.length ? String(first + limit) : null,
        };
    }

    function answer(method, path, query, body, seat) {
        if (path === '/api/demo/buttons')
            return [
                200,
                { items: clients.slice(0, 2).map(({ key, name, color }) => ({ key, client: key, name, color })) },
            ];
        if (method === 'POST' && path === '/api/sessions') {
            const person = people.find((one) => one.login === body.login);
            return person && body.password === 'demo-2026-rufwerk'
                ? [200, person, { 'set-cookie': `rufwerk=${person.login}; Path=/; HttpOnly` }]
                : problem(401, 'wrong_login', 'The user name or password is wrong.');
        }
        if (method === 'DELETE' && path === '/api/sessions/current')
            return [204, null, { 'set-cookie': 'rufwerk=; Path=/; Max-Age=0' }];
        if (!seat) return problem(401, 'not_signed_in', 'Sign in first.');
        const simple = {
            '/api/me': seat.person,
            '/api/pause-reasons': { items: pauseReasons },
            '/api/results': { items: results },
            '/api/queues': { items: queues },
            '/api/numbers': { items: numbers },
            '/api/clients': { items: clients },
            '/api/floor': floor(),
            '/api/me/to-complete': { items: seat.toComplete },
        };
        if (method === 'GET' && simple[path]) return [200, simple[path]];
        if (method === 'GET' && path === '/api/calls') return [200, page(query)];
        const one = /^\/api\/calls\/(\d+)$/.exec(path);
        if (one) {
            const call = history.find((other) => other.id === one[1]);
            return call
                ? [200, { ...call, journal: journalOf(call) }]
                : problem(404, 'no_such_call', 'There is no such call.');
        }
        if (path === '/api/me/language') seat.person.language = body.language;
        if (path === '/api/me/presence') seat.presence(body.state, body.reason);
        const set = /^\/api\/agents\/(\w+)\/presence$/.exec(path);
        if (set) {
            const at = rows.findIndex((row) => row.login === set[1]);
            if (at >= 0) rows[at] = { ...rows[at], state: body.state, reason: body.reason ?? null, since: Date.now() };
        }
        if (/\/result$/.test(path)) seat.toComplete = seat.toComplete.filter((call) => !path.includes(`/${call.id}/`));
        if (path === '/api/me/call/answer') seat.answer();
        if (path === '/api/me/call/decline') seat.leave('ready');
        if (path === '/api/me/call/hang-up') seat.end('agent_hung_up');
        if (path === '/api/me/call/extend-wrap-up') seat.extend();
        if (path === '/api/me/call/finish') seat.leave('ready');
        return [204, null];
    }

    function scenario(body) {
        const seat = seats.get(body.login) ?? seats.get('tim');
        if (body.to === 'idle') {
            seat.toComplete = [];
            seat.leave('offline');
        }
        if (body.to === 'ready') seat.leave('ready');
        if (body.to === 'pause') {
            seat.leave('pause');
            seat.presence('pause', 'lunch');
        }
        if (body.to === 'to_complete') {
            seat.toComplete = [
                { ...history[0], result: null },
                { ...history[1], result: null },
            ];
            seat.leave('ready');
        }
        if (body.to === 'offered') seat.offer();
        if (body.to === 'live') {
            seat.offer();
            seat.answer();
        }
        if (body.to === 'wrap_up') {
            seat.offer();
            seat.answer();
            seat.end('caller_hung_up');
        }
        refusing = body.to === 'lost';
        if (refusing) for (const socket of sockets) socket.terminate();
        return [204, null];
    }

    const seatOf = (request) => seats.get(/rufwerk=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    const server = createServer(async (request, response) => {
        const url = new URL(request.url, 'http://fake');
        if (!url.pathname.startsWith('/api/') && url.pathname !== '/dev/scenario') return pages(request, response);
        let text = '';
        for await (const part of request) text += part;
        const body = text ? JSON.parse(text) : {};
        const [status, json, headers = {}] =
            url.pathname === '/dev/scenario'
                ? scenario(body)
                : answer(request.method, url.pathname, url.searchParams, body, seatOf(request));
        response.writeHead(status, {
            'content-type': status >= 400 ? 'application/problem+json' : 'application/json',
            ...headers,
        });
        response.end(json === null ? undefined : JSON.stringify(json));
    });

    const upgrade = new WebSocketServer({ noServer: true });
    server.on('upgrade', (request, raw, head) => {
        const path = new URL(request.url, 'http://fake').pathname;
        if (!path.startsWith('/api/')) return;
        const seat = seatOf(request);
        if (refusing || (path === '/api/live' && !seat)) return raw.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
        upgrade.handleUpgrade(request, raw, head, (socket) =>
            path === '/api/live' ? live(socket, seat) : button(socket),
        );
    });

    function live(socket, seat) {
        socket.login = seat.person.login;
        socket.topics = new Set();
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        socket.on('message', (text) => {
            const message = JSON.parse(text);
            if (message.type === 'ping') socket.send('{"type":"pong"}');
            if (message.type === 'unsubscribe') socket.topics.delete(message.topic);
            if (message.type === 'phone.offer') {
                seat.phone.attached = true;
                socket.send('{"type":"phone.connected"}');
                seat.changed();
            }
            if (message.type !== 'subscribe') return;
            socket.topics.add(message.topic);
            const [seq, data] = message.topic === 'me' ? [seat.seq, seat.self()] : [floor_seq, floor()];
            socket.send(JSON.stringify({ type: 'snapshot', topic: message.topic, boot, seq, data }));
        });
    }

    function button(socket) {
        socket.on('message', (text) => {
            const message = JSON.parse(text);
            if (message.type === 'call') {
                socket.send('{"type":"state","state":"waiting"}');
                setTimeout(() => socket.send('{"type":"state","state":"connected"}'), 1_500);
            }
            if (message.type === 'hang-up') socket.send('{"type":"state","state":"ended","reason":"caller_hung_up"}');
        });
    }

    return new Promise((resolve) =>
        server.listen(port, '127.0.0.1', () =>
            resolve({
                base: `http://127.0.0.1:${server.address().port}`,
                server,
                stop: () => {
                    clearInterval(churn);
                    for (const socket of upgrade.clients) socket.terminate();
                    server.close();
                    server.closeAllConnections();
                },
            }),
        ),
    );
}
