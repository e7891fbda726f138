import { useCallback, useEffect, useState } from 'react';
import {
    listDevices,
    microphoneConstraints,
    microphoneFault,
    type Devices,
    type MicrophoneFault,
} from '../../phone/devices';
import type { PhonePreferences } from '../../phone/preferences';

/** The chosen microphone for the meter, and the devices the browser names once it was allowed. */
export function useMicrophone({ microphone, voice_processing }: PhonePreferences) {
    const [stream, setStream] = useState<MediaStream | null>(null);
    const [devices, setDevices] = useState<Devices | null>(null);
    const [fault, setFault] = useState<MicrophoneFault | null>(null);
    const [attempt, setAttempt] = useState(0);
    useEffect(() => {
        let opened: MediaStream | null = null;
        let left = false;
        const open = async () => {
            if (!(navigator.mediaDevices as MediaDevices | undefined)) {
                setFault('insecure');
                return;
            }
            opened = await navigator.mediaDevices.getUserMedia(microphoneConstraints(microphone, voice_processing));
            if (left) {
                opened.getTracks().forEach((track) => track.stop());
                return;
            }
            setFault(null);
            setStream(opened);
            setDevices(await listDevices());
        };
        open().catch((cause: unknown) => setFault(microphoneFault(cause)));
        return () => {
            left = true;
            opened?.getTracks().forEach((track) => track.stop());
        };
    }, [microphone, voice_processing, attempt]);
    const ask = useCallback(() => setAttempt((before) => before + 1), []);
    return { stream, devices, fault, ask };
}
