// What the server says of itself at /api/openapi.json: valid OpenAPI 3.1, complete, its examples true, and every answer that a
// test gets is one it promises.
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const methods = ['get', 'post', 'put', 'patch', 'delete'];
const pointer = (...parts) => parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

export class Contract {
    static async of(base) {
        return new Contract(await (await fetch(`${base}/api/openapi.json`)).json());
    }

    constructor(document) {
        this.document = document;
        this.ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
        this.ajv.addSchema(document, 'document');
        this.compiled = new Map();
    }

    /** What is wrong with `value` under the schema at this place of the document; nothing when it fits. */
    misfit(at, value) {
        if (!this.compiled.has(at)) this.compiled.set(at, this.ajv.compile({ $ref: `document#${at.replaceAll('{', '%7B').replaceAll('}', '%7D')}` }));
        const fits = this.compiled.get(at);
        return fits(value) ? '' : this.ajv.errorsText(fits.errors);
    }

    *operations() {
        for (const [path, operations] of Object.entries(this.document.paths))
            for (const method of methods) if (operations[method]) yield { path, method, operation: operations[method], at: pointer('paths', path, method) };
    }

    /** A response with the place of its content in the document. */
    response(at, operation, status) {
        const response = operation.responses[status];
        if (!response) return null;
        const shared = response.$ref?.split('/').at(-1);
        return shared ? { ...this.document.components.responses[shared], at: pointer('components', 'responses', shared) }
            : { ...response, at: `${at}${pointer('responses', String(status))}` };
    }

    async validity() {
        const { valid, errors } = await new Validator().validate(this.document);
        return valid ? [] : [`not valid OpenAPI 3.1: ${JSON.stringify(errors).slice(0, 2000)}`];
    }

    /** Whatever has no description or no example, and every example that its schema refuses. */
    gaps() {
        const gaps = [];
        const expect = (holds, what) => { if (!holds) gaps.push(what); };
        const ids = new Set();
        for (const { path, method, operation, at } of this.operations()) {
            const name = `${method} ${path}`;
            expect(operation.summary && !ids.has(operation.operationId), `${name}: no summary, or an operationId of another one`);
            ids.add(operation.operationId);
            operation.parameters.forEach((parameter, index) => {
                expect(parameter.description, `${name}: ${parameter.name} has no description`);
                const misfit = this.misfit(`${at}/parameters/${index}/schema`, parameter.example);
                expect(!misfit, `${name}: example of ${parameter.name}: ${misfit}`);
            });
            if (operation.requestBody) this.example_gaps(expect, name, `${at}/requestBody`, operation.requestBody);
            for (const status of Object.keys(operation.responses)) {
                const response = this.response(at, operation, status);
                expect(response.content, `${name}: ${status} has no content`);
                this.example_gaps(expect, `${name}: ${status}`, response.at, response);
            }
            for (const status of ['400', '413', '422', '431', '500', '503']) expect(operation.responses[status], `${name}: no ${status}`);
            expect(operation.security.length === 0 || operation.responses['401'], `${name}: no 401`);
            expect(method === 'get' || operation.responses['403'], `${name}: no 403 for a foreign origin`);
            expect(!operation['x-permission'] || operation.responses['403'], `${name}: no 403 for a missing permission`);
        }
        for (const [name, schema] of Object.entries(this.document.components.schemas))
            for (const [member, described] of Object.entries(schema.properties ?? {})) expect(described.description, `${name}.${member} has no description`);
        return gaps;
    }

    example_gaps(expect, name, at, { content }) {
        for (const [type, media] of Object.entries(content ?? {})) {
            const examples = media.examples ? Object.values(media.examples).map(({ value }) => value) : [media.example];
            for (const example of examples) {
                expect(example !== undefined, `${name}: no example`);
                const misfit = this.misfit(`${at}${pointer('content', type, 'schema')}`, example);
                expect(!misfit, `${name}: example: ${misfit}`);
            }
        }
    }

    /** Throws when this answer is not one that the document promises. */
    check(method, target, { status, type, body }) {
        const path = target.split('?')[0];
        const found = [...this.operations()].filter((one) => one.method === method.toLowerCase() && pattern(one.path).test(path))
            .sort((one, other) => one.path.split('{').length - other.path.split('{').length)[0];
        if (!found) {
            if (status !== 404 && status !== 405) throw new Error(`${method} ${target} is not in the document and answers ${status}`);
            return;
        }
        const response = this.response(found.at, found.operation, status);
        if (!response) throw new Error(`${method} ${target} answers ${status}, which its document does not know: ${JSON.stringify(body)}`);
        const [promised, media] = Object.entries(response.content)[0];
        if (!type.startsWith(promised)) throw new Error(`${method} ${target}: ${status} is ${type}, not ${promised}`);
        if (media.examples && !media.examples[body.code]) throw new Error(`${method} ${target}: ${status} with the code ${body.code}, which its document does not know`);
        const misfit = this.misfit(`${response.at}${pointer('content', promised, 'schema')}`, body);
        if (misfit) throw new Error(`${method} ${target}: ${status} is not as its document says: ${misfit}: ${JSON.stringify(body).slice(0, 1000)}`);
    }
}

const pattern = (path) => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);

/** Asks as a script does: whatever is answered is held against the document. */
export class Asker {
    constructor(base, contract, headers = {}) {
        this.base = base;
        this.contract = contract;
        this.headers = headers;
    }

    /** `body`: an object becomes JSON, a text is sent as it is. */
    async ask(method, target, { body, headers = {} } = {}) {
        const sent = Object.fromEntries(Object.entries({ ...this.headers, ...headers }).filter(([, value]) => value !== null));
        const answer = await fetch(this.base + target, { method, headers: sent, body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body) });
        const text = await answer.text();
        const got = { status: answer.status, type: answer.headers.get('content-type') ?? '', headers: answer.headers, body: text ? JSON.parse(text) : null };
        this.contract.check(method, target, got);
        return got;
    }

    async get(target) {
        const got = await this.ask('GET', target);
        if (got.status !== 200) throw new Error(`GET ${target}: ${got.status} ${JSON.stringify(got.body)}`);
        return got.body;
    }

    async refused(method, target, status, code, options) {
        const got = await this.ask(method, target, options);
        if (got.status !== status || got.body.code !== code)
            throw new Error(`${method} ${target} should be refused with ${status} ${code}, but: ${got.status} ${JSON.stringify(got.body)}`);
        return got.body;
    }

    /** Refused as invalid, naming `field`; every text of `says` is in its message. */
    async invalid(method, target, field, says, options) {
        const { fields } = await this.refused(method, target, 422, 'invalid', options);
        const fault = fields.find((one) => one.field === field);
        if (!fault) throw new Error(`${method} ${target}: no fault names ${field}: ${JSON.stringify(fields)}`);
        for (const text of says) if (!fault.message.includes(text)) throw new Error(`${method} ${target}: "${fault.message}" does not say ${text}`);
    }
}
