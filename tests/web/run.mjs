// `./test web`: style and types of the pages, their unit tests, the browser telephone, and every screen with axe-core.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { checkPhone } from './phone.mjs';
import { checkScreens } from './screens.mjs';

const web = path.resolve(import.meta.dirname, '../../web');
let passed = 0;
let failed = 0;

function step(name, command, words) {
    try {
        const said = execFileSync(path.join(web, 'node_modules/.bin', command), words, { cwd: web, encoding: 'utf8', stdio: 'pipe' });
        passed += Number(/(\d+) passed \(/.exec(said.replace(/Test Files[^\n]*/, ''))?.[1] ?? 1);
    } catch (error) {
        failed += 1;
        console.log(`web: ${name}\n${`${error.stdout}${error.stderr}`.split('\n').slice(-60).join('\n')}`);
    }
}

step('eslint', 'eslint', ['.']);
step('prettier', 'prettier', ['--check', '--log-level', 'warn', '.']);
step('types', 'tsc', ['--noEmit']);
step('unit tests', 'vitest', ['run', '--no-color']);

const { startFake } = await import('../../web/dev/fake.mjs');
const { builtPages } = await import('../../web/dev/pages.mjs');
const fake = await startFake({ pages: builtPages, events_per_second: 10 });
try {
    passed += (await checkPhone(fake)).length;
} catch (error) {
    failed += 1;
    console.log(`web: telephone: ${error.message}`);
} finally {
    fake.stop();
}

const screens = await checkScreens({});
for (const fault of screens.faults) console.log(`web: ${fault}`);
passed += screens.passed;
failed += screens.failed;
console.log(`web: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
