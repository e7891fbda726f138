// An INVITE from an address that no trunk allows: it learns nothing and no call is made.
export const answer = 'at_once';
export const end_reason = null;

export async function run({ stranger, until, metric }) {
    const before = await metric('rufwerk_sip_refused_sources_total');
    const call = stranger();
    await until(async () => (await metric('rufwerk_sip_refused_sources_total')) > before, 'the refusal is counted');
    if (call.state === 'ringing' || call.state === 'answered') throw new Error(`a stranger got ${call.state}`);
    call.forget();
}
