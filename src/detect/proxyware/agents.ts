/** An agent that sells the network access of whoever runs it, and how it is told whom to pay. */
export interface Agent {
  readonly name: string;
  /** Arguments that it needs, whatever its program is called; all must occur. */
  readonly arguments?: readonly RegExp[];
  /** Base name of its program, where the arguments alone say too little. */
  readonly program?: RegExp;
  /** Variables that its image reads; all must be set. */
  readonly variables?: readonly string[];
}

const MAIL = /(?:^|\s)--?email[= ]\S{1,100}@\S/;

/** By the documentation of each (docker run and command lines that they give). */
export const AGENTS: readonly Agent[] = [
  {
    name: 'Traffmonetizer',
    arguments: [/\bstart\s+accept\b/, /(?:^|\s)--token[= ]\S{16,}/],
  },
  {
    name: 'Honeygain',
    arguments: [/(?:^|\s)-tou-accept\b/, MAIL, /(?:^|\s)-pass[= ]\S/],
  },
  {
    name: 'Pawns',
    arguments: [/(?:^|\s)-accept-tos\b/, MAIL],
  },
  {
    name: 'Repocket',
    variables: ['RP_EMAIL', 'RP_API_KEY'],
  },
  {
    name: 'Peer2Profit',
    program: /^p2pclient$/,
    arguments: [/(?:^|\s)(?:-l|--login)[= ]\S{1,100}@\S/],
    variables: ['P2P_EMAIL'],
  },
  {
    name: 'Packetstream',
    variables: ['CID', 'PS_IS_DOCKER'],
  },
  {
    name: 'EarnApp',
    variables: ['EARNAPP_UUID'],
  },
  {
    name: 'ProxyRack',
    variables: ['PROXYRACK_UUID'],
  },
  {
    name: 'Bitping',
    variables: ['BITPING_EMAIL'],
  },
];
