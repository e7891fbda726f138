// The caller never acknowledges our 200 (RFC 3261 13.3.1.4): it is repeated, then the dialog is ended with BYE.
export const answer = 'at_once';
export const end_reason = 'no_ack';

export async function run({ dial, until }) {
    const call = dial({ ack: false });
    await until(() => call.answers >= 3, 'the 200 is repeated');
    await until(() => call.state === 'ended' && call.detail === 'bye_received', 'BYE for the dialog without ACK', 45_000);
}
