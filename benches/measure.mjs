// What benchmarks share: CPU of a process and of all others, percentiles, the result file.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ticks_per_s = 100; // USER_HZ, fixed by Linux's ABI for /proc

/** CPU seconds of process `pid` so far (user + system, all threads). */
export function cpu_of(pid) {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticks_per_s;
}

/** Busy and all CPU seconds of the machine so far. */
export function machine() {
    const [user, nice, system, idle, iowait, irq, softirq, steal] =
        readFileSync('/proc/stat', 'utf8').split('\n')[0].trim().split(/\s+/).slice(1).map(Number);
    const busy = user + nice + system + irq + softirq + steal;
    return { busy: busy / ticks_per_s, all: (busy + idle + iowait) / ticks_per_s };
}

/** Share of the machine used by others than `pids` between this call and the call of what it returns. */
export function foreign_cpu(pids) {
    const before = machine();
    const own_before = pids.reduce((sum, pid) => sum + cpu_of(pid), 0);
    return () => {
        const after = machine();
        const own = pids.reduce((sum, pid) => sum + cpu_of(pid), 0) - own_before;
        return Math.max(0, (after.busy - before.busy - own) / (after.all - before.all));
    };
}

export function percentile(values, share) {
    if (values.length === 0) return null;
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => percentile(values, 0.5);

export function option(name, otherwise) {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : process.argv[at + 1];
}

export function write_result(result) {
    const file = option('out');
    if (!file) return;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...result }, null, 4)}\n`);
}

/** A centre with one queue, one number and `count` agents on SIP telephones at `address`. */
export function centre_with_agents(count, address, answer) {
    let text = `[[client]]\nkey="c"\nname="Client"\ngreeting="Hello"\n[[queue]]\nkey="q"\nclient="c"\nskills=["s"]\nring_s=15\nwrap_up_s=0\n` +
        `service_level={within_s=20,percent=80}\n[[trunk]]\nkey="t"\nallow=["127.0.0.0/8"]\n` +
        `[[number]]\nnumber="+495551448000"\nclient="c"\nqueue="q"\nanswer="${answer}"\n` +
        `[[user]]\nlogin="chief"\nname="Chief"\nroles=["supervisor","administrator"]\npassword="bench-password-1"\n`;
    for (let i = 0; i < count; i += 1)
        text += `[[user]]\nlogin="agent${i}"\nname="Agent ${i}"\nroles=["agent"]\nskills={s=3}\nphone="sip:agent${i}@${address}"\n`;
    return text;
}
