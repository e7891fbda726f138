/** A refusal of the server, or the lack of an answer. `code` is stable and is what the pages translate. */
export class ApiProblem extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        detail: string,
        readonly fields: readonly { field: string; code: string; message: string }[] = [],
    ) {
        super(detail);
        this.name = 'ApiProblem';
    }
}

function text(value: unknown, otherwise: string): string {
    return typeof value === 'string' && value !== '' ? value : otherwise;
}

function isField(value: unknown): value is { field: string; code: string; message: string } {
    return typeof value === 'object' && value !== null && 'field' in value && 'message' in value;
}

/** Reads RFC 9457; anything else (a proxy's page, an empty body) becomes a problem named by its status. */
export function problemFrom(status: number, body: unknown): ApiProblem {
    if (typeof body !== 'object' || body === null) return new ApiProblem(status, `http_${status}`, `HTTP ${status}`);
    const members = body as Record<string, unknown>;
    const fields = Array.isArray(members['fields']) ? members['fields'].filter(isField) : [];
    const detail = text(members['detail'], text(members['title'], `HTTP ${status}`));
    return new ApiProblem(status, text(members['code'], `http_${status}`), detail, fields);
}
