import { type DoctorCheck, warn } from './doctor-check.ts';

/** Docker reads it as Go's strconv.ParseBool does (docs.docker.com, "Content trust in Docker"). */
const ON = /^(?:1|t|true)$/i;

/** Whoever switched Docker Content Trust on may believe that what is read here was checked by it. */
export const checkContentTrust: DoctorCheck = ({ io }) =>
  Promise.resolve(
    ON.test(io.env['DOCKER_CONTENT_TRUST'] ?? '')
      ? [
          warn(
            'content trust',
            'DOCKER_CONTENT_TRUST is set; clearpull asks no server of Docker Content Trust, which Docker is closing down',
            'Have images signed with cosign or notation; "clearpull trace --content-trust" compares what Docker kept.',
          ),
        ]
      : [],
  );
