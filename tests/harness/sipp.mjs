// Runs SIPp as a carrier or a telephone. Scenarios stand in tests/sip/scenarios; media is sent by TonePhone, whose port goes
// into the scenario's SDP as [rtp_port], and what the scenario logs is read line by line.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freeUdpPort, root, until } from './centre.mjs';

export class Sipp {
    /**
     * @param {string} scenario  name of a file in tests/sip/scenarios, without .xml
     * @param {{target?: string, number?: string, port?: number, keys?: Record<string, string|number>, calls?: number,
     *          rate?: number, at_once?: number, limit_s?: number, talk_ms?: number}} options
     */
    static async start(scenario, options) {
        const sipp = new Sipp();
        sipp.scenario = scenario;
        sipp.folder = mkdtempSync(path.join(tmpdir(), 'sipp-'));
        sipp.port = options.port ?? (await freeUdpPort());
        const file = path.join(root, 'tests/sip/scenarios', `${scenario}.xml`);
        const keys = { rtp_port: 9, ...options.keys };
        const command = [
            ...(options.target ? [options.target] : []), '-sf', file, '-i', '127.0.0.1', '-p', String(sipp.port),
            '-s', options.number ?? '05551448000', '-m', String(options.calls ?? 1), '-r', String(options.rate ?? 1),
            '-l', String(options.at_once ?? options.calls ?? 1), '-d', String(options.talk_ms ?? 1000), '-nostdin', '-trace_logs', '-log_file', path.join(sipp.folder, 'log'),
            '-trace_err', '-error_file', path.join(sipp.folder, 'errors'), '-timeout', `${options.limit_s ?? 60}s`,
            '-timeout_error', '-recv_timeout', '40000', '-cid_str', `%u-%p-${Math.random().toString(36).slice(2)}@%s`,
            ...Object.entries(keys).flatMap(([name, value]) => ['-key', name, String(value)]),
        ];
        sipp.process = spawn('sipp', command, { cwd: sipp.folder, stdio: ['ignore', 'pipe', 'pipe'] });
        sipp.output = '';
        for (const stream of [sipp.process.stdout, sipp.process.stderr])
            stream.on('data', (chunk) => { sipp.output = (sipp.output + chunk).slice(-20_000); });
        sipp.ended = new Promise((resolve) => sipp.process.once('exit', (status, signal) => resolve(status ?? signal)));
        return sipp;
    }

    read(name) {
        const file = path.join(this.folder, name);
        return existsSync(file) ? readFileSync(file, 'utf8') : '';
    }

    /** The value of the scenario's log line `name=value`. */
    logged(name, limit_ms = 10_000) {
        const line = new RegExp(`^${name}=\\s*(.+)$`, 'm');
        return until(() => line.exec(this.read('log'))?.[1].trim(), `scenario ${this.scenario} logs ${name}`, limit_ms);
    }

    /** Fails with SIPp's own words unless every call of the scenario went as written. */
    async succeeded() {
        const status = await this.ended;
        const errors = this.read('errors');
        rmSync(this.folder, { recursive: true, force: true });
        if (status !== 0) throw new Error(`SIPp ${this.scenario} ended with ${status}: ${errors.slice(0, 1500) || this.output.slice(-600)}`);
    }

    /** Lets the scenario go on to its end by itself: SIGUSR1 ends after the open calls. */
    async stop() {
        if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill('SIGKILL');
        await this.ended;
        rmSync(this.folder, { recursive: true, force: true });
    }
}
