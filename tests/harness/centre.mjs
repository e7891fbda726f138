// Starts the real program in a temporary folder on free ports, applies a centre and talks to it as a script would.
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createWriteStream, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');
export const program = path.join(root, process.env.RUFWERK_PROGRAM ?? 'build/rufwerk');
const reports = path.join(root, 'tests/report');

/** A UDP port that is free at this moment on 127.0.0.1. */
export function freeUdpPort() {
    return new Promise((resolve, reject) => {
        const socket = createSocket('udp4');
        socket.once('error', reject);
        socket.bind(0, '127.0.0.1', () => {
            const { port } = socket.address();
            socket.close(() => resolve(port));
        });
    });
}

export function freeTcpPort() {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const { port } = server.address();
            server.close(() => resolve(port));
        });
    });
}

/** Asks `probe` again until it gives something truthy; fails with `what` after `limit_ms`. */
export async function until(probe, what, limit_ms = 10_000) {
    const end = Date.now() + limit_ms;
    let last;
    for (;;) {
        try {
            last = await probe();
            if (last) return last;
        } catch (error) {
            last = error;
        }
        if (Date.now() > end) throw new Error(`waited ${limit_ms} ms in vain: ${what} (last: ${last?.message ?? JSON.stringify(last)})`);
        await new Promise((resolve) => setTimeout(resolve, 40));
    }
}

let centres_started = 0;

/** RTP ports of its own for each centre of a run: sound that a test's caller still sends to a port just freed must not be
 *  taken for the next centre's caller. */
function next_port_slice() {
    const first = 16_000 + (centres_started++ % 40) * 400;
    return `${first}-${first + 399}`;
}

export class Centre {
    /**
     * @param {{name: string, centre: string, environment?: Record<string, string>, database?: string,
     *          http_port?: number, sip_port?: number, whole_port_range?: boolean}} options  `centre`: the text of centre.toml
     */
    static async start(options) {
        const centre = new Centre();
        mkdirSync(reports, { recursive: true });
        centre.name = options.name;
        centre.folder = mkdtempSync(path.join(tmpdir(), 'rufwerk-'));
        centre.http_port = options.http_port ?? (await freeTcpPort());
        centre.sip_port = options.sip_port ?? (await freeUdpPort());
        centre.base = `http://127.0.0.1:${centre.http_port}`;
        centre.environment = {
            ...process.env,
            RUFWERK_HTTP_LISTEN: `127.0.0.1:${centre.http_port}`,
            RUFWERK_SIP_LISTEN: `udp:127.0.0.1:${centre.sip_port}`,
            RUFWERK_MEDIA_ADDRESS: '127.0.0.1',
            RUFWERK_MEDIA_PORTS: options.whole_port_range ? '16000-31999' : next_port_slice(),
            RUFWERK_DATA_DIR: path.join(centre.folder, 'data'),
            RUFWERK_HTTP_PAGES: path.join(root, 'web/dist'),
            ...(options.database ? { RUFWERK_DATABASE_URL: options.database } : {}),
            ...options.environment,
        };
        centre.log_file = path.join(reports, `${options.name}.log`);
        rmSync(centre.log_file, { force: true });
        centre.apply(options.centre);
        await centre.serve();
        return centre;
    }

    apply(text) {
        const file = path.join(this.folder, 'centre.toml');
        writeFileSync(file, text);
        const done = spawnSync(program, ['apply', file], { env: this.environment, encoding: 'utf8', cwd: root });
        if (done.status !== 0) throw new Error(`apply failed (${done.status}): ${done.stderr}${done.stdout}`);
        return done.stdout;
    }

    async serve() {
        const log = createWriteStream(this.log_file, { flags: 'a' });
        this.process = spawn(program, ['serve'], { env: this.environment, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
        this.process.stdout.pipe(log);
        this.process.stderr.pipe(log);
        this.ended = new Promise((resolve) => this.process.once('exit', (code, signal) => resolve({ code, signal })));
        let gone = null;
        void this.ended.then((how) => { gone = how; });
        await until(async () => {
            if (gone) throw new Error(`ended: ${JSON.stringify(gone)}`);
            return (await fetch(`${this.base}/healthz`)).ok;
        }, `server of ${this.name} answers /healthz (see ${this.log_file})`, 20_000);
    }

    kill() {
        this.process.kill('SIGKILL');
        return this.ended;
    }

    /** SIGTERM; how it has ended. What it has written stays. */
    end() {
        if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill('SIGTERM');
        return this.ended;
    }

    async stop() {
        const how = await this.end();
        rmSync(this.folder, { recursive: true, force: true });
        return how;
    }

    /** A session as a script has it: cookie and Origin. */
    async sign_in(login, password) {
        const answer = await fetch(`${this.base}/api/sessions`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', origin: this.base },
            body: JSON.stringify({ login, password }),
        });
        if (!answer.ok) throw new Error(`sign-in of ${login}: ${answer.status} ${await answer.text()}`);
        return new Session(this.base, answer.headers.getSetCookie()[0].split(';')[0]);
    }

    /** Open descriptors of the server by kind: sockets, files, others. */
    descriptors() {
        return readdirSync(`/proc/${this.process.pid}/fd`).length;
    }

    log() {
        return readFileSync(this.log_file, 'utf8');
    }

    /** The value of a metric line that starts with `name`, or 0. */
    async metric(name) {
        const text = await (await fetch(`${this.base}/metrics`)).text();
        const line = text.split('\n').find((entry) => entry.startsWith(`${name} `));
        if (!line) throw new Error(`no metric ${name}`);
        return Number(line.split(' ')[1]);
    }
}

export class Session {
    constructor(base, cookie) {
        this.base = base;
        this.cookie = cookie;
    }

    async request(method, target, body) {
        const answer = await fetch(this.base + target, {
            method,
            headers: { cookie: this.cookie, origin: this.base, ...(body ? { 'content-type': 'application/json' } : {}) },
            body: body ? JSON.stringify(body) : undefined,
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${method} ${target}: ${answer.status} ${text}`);
        return text ? JSON.parse(text) : null;
    }

    get(target) { return this.request('GET', target); }
    put(target, body) { return this.request('PUT', target, body); }
    post(target, body) { return this.request('POST', target, body); }
}
