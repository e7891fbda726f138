// The tidiness of the repository as a test: include direction, file and function length, heavy headers in the few
// files that own them, stray files, formatting. Each rule is one function that returns what it found.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n').filter(Boolean);
const read = (file) => readFileSync(path.join(root, file), 'utf8');
const isCpp = (file) => /\.(cpp|hpp)$/.test(file);
const sources = tracked.filter((file) => file.startsWith('src/') && isCpp(file));

const floors = {
    base: 0, wire: 1, sdp: 1, floor: 1, store: 2, http: 2, sip: 3, media: 3, mail: 3, paper: 3, people: 4, crm: 5,
    call: 6, script: 6, campaign: 6, helpdesk: 6, chat: 6, sales: 6, backoffice: 6, field: 6, quality: 6,
    report: 7, billing: 7, main: 8,
};

function includesGoDown() {
    const faults = [];
    for (const file of sources) {
        const own = file.split('/')[1];
        if (!(own in floors)) { faults.push(`${file}: folder ${own} has no floor in tests/tidy/tidy.mjs`); continue; }
        for (const [, target] of read(file).matchAll(/^#include "([a-z_]+)\//gm)) {
            if (target === own) continue;
            if (!(target in floors)) faults.push(`${file}: includes unknown folder ${target}`);
            else if (floors[target] >= floors[own]) faults.push(`${file}: floor ${floors[own]} includes ${target} on floor ${floors[target]}`);
        }
    }
    return faults;
}

function filesFitInTheHead() {
    return tracked
        .filter((file) => (isCpp(file) || /\.(ts|tsx|mjs)$/.test(file)) && !/schema\.d\.ts$/.test(file))
        .map((file) => [file, read(file).split('\n').length - 1])
        .filter(([, lines]) => lines > 400)
        .map(([file, lines]) => `${file}: ${lines} lines, at most 400`);
}

// A function of ours starts at column 0 or 4 (formatted code) with a line ending in `{` that is not a type, namespace or
// initialiser, and ends at the first `}` in the same column.
function functionsFitOnAScreen() {
    const faults = [];
    const notAFunction = /^\s*(namespace|struct|class|enum|union|extern|template\b.*(struct|class)|(static |inline )?(constexpr|const)\b.*=|.*=\s*\{$)/;
    for (const file of tracked.filter((file) => isCpp(file) && /^(src|tests|benches)\//.test(file))) {
        const lines = read(file).split('\n');
        lines.forEach((line, start) => {
            const opening = /^( {0,4})\S.*\{$/.exec(line);
            if (!opening || notAFunction.test(line)) return;
            const end = lines.findIndex((other, at) => at > start && other.startsWith(`${opening[1]}}`));
            const length = end - start + 1;
            if (end > 0 && length > 60) faults.push(`${file}:${start + 1}: ${length} lines, at most 60`);
        });
    }
    return faults;
}

const heavy = [
    [/<boost\/(beast|asio)/, /^src\/http\/(server|beast_\w+)(_test)?\.(cpp|hpp)$/],
    [/<sofia-sip\//, /^(src\/sip\/\w+\.(cpp|hpp)|src\/main\/switch_loop\.cpp|benches\/\w+\.cpp|tests\/fuzz\/sip_\w+\.cpp)$/],
    [/<sqlite3\.h>/, /^src\/store\/\w+\.(cpp|hpp)$/],
    [/<libpq-fe\.h>/, /^src\/store\/\w+\.(cpp|hpp)$/],
    [/<openssl\//, /^src\/(media|http|people|wire)\/\w+\.(cpp|hpp)$/],
    [/<toml\+\+\//, /^src\/\w+\/\w+\.cpp$/],
];

function heavyHeadersStayHome() {
    const faults = [];
    for (const file of tracked.filter(isCpp)) {
        const text = read(file);
        for (const [header, home] of heavy) {
            const found = header.exec(text);
            if (found && !home.test(file)) faults.push(`${file}: ${found[0]} belongs elsewhere (${home})`);
        }
    }
    return faults;
}

function namesSayIt() {
    return tracked
        .filter((file) => /(^|[/_])(utils?|helpers?|managers?|common|impl|misc)([._/]|$)/i.test(file))
        .map((file) => `${file}: a name that says nothing`);
}

const known = new Set(['README.md', 'LICENSE', 'CMakeLists.txt', 'run', 'test', 'bench', '.gitignore', '.clang-format', '.ci/run']);
const knownFolders = ['src/', 'web/', 'tests/', 'benches/', 'docs/', 'setup/', 'demo/', 'assets/'];
function noStrayFiles() {
    return tracked
        .filter((file) => !known.has(file) && !knownFolders.some((folder) => file.startsWith(folder)))
        .map((file) => `${file}: no place for it`);
}

function nothingUnfinished() {
    const faults = [];
    for (const file of tracked.filter((file) => /\.(cpp|hpp|ts|tsx|mjs|sh|cmake)$/.test(file) && !file.includes('tests/tidy/')))
        read(file).split('\n').forEach((line, at) => {
            if (/\b(TODO|FIXME|XXX|HACK)\b/.test(line)) faults.push(`${file}:${at + 1}: unfinished: ${line.trim()}`);
        });
    return faults;
}

function noCoroutines() {
    return tracked.filter(isCpp).filter((file) => /\bco_(await|return|yield)\b/.test(read(file)))
        .map((file) => `${file}: coroutine; g++ 12.2 miscompiles them`);
}

function formatted() {
    const files = tracked.filter((file) => isCpp(file) && /^(src|tests|benches)\//.test(file));
    if (files.length === 0) return [];
    try {
        execFileSync('clang-format-19', ['--dry-run', '-Werror', ...files], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
        return [];
    } catch (error) {
        const wrong = new Set([...String(error.stderr).matchAll(/^([^:\s]+):\d+:\d+: error/gm)].map((match) => match[1]));
        return [...wrong].map((file) => `${path.relative(root, path.resolve(root, file))}: run clang-format-19 -i`);
    }
}

const rules = { includesGoDown, filesFitInTheHead, functionsFitOnAScreen, heavyHeadersStayHome, namesSayIt, noStrayFiles,
    nothingUnfinished, noCoroutines, formatted };
let passed = 0;
let failed = 0;
for (const [name, rule] of Object.entries(rules)) {
    const faults = rule();
    if (faults.length === 0) { passed += 1; continue; }
    failed += 1;
    console.log(`tidy: ${name}`);
    for (const fault of faults.slice(0, 20)) console.log(`  ${fault}`);
    if (faults.length > 20) console.log(`  and ${faults.length - 20} more`);
}
console.log(`tidy: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
