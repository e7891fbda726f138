// CANCEL and our 200 cross on the wire: the 200 stands, the caller acknowledges it and says BYE.
export const answer = 'at_once';
export const end_reason = ['abandoned', 'cancelled'];

export async function run({ dial, until }) {
    const call = dial({ ack: false });
    await until(() => call.answers >= 1, '200');
    call.cancel();
    call.acknowledge();
    call.bye();
    await until(() => call.state === 'ended', 'the dialog is over, by our BYE or by theirs');
}
