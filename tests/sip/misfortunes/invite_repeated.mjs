// The same INVITE arrives three times before we answer: it is one call.
export const answer = 'agent';
export const end_reason = 'cancelled';

export async function run({ dial, until, count_calls }) {
    const call = dial();
    call.repeat_invite();
    call.repeat_invite();
    await until(() => call.state === 'ringing', '180');
    call.repeat_invite();
    call.cancel();
    await until(() => call.state === 'ended', '487');
    await until(async () => (await count_calls()) === 1, 'one call on the list');
}
