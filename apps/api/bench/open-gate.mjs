// Loaded before the API, it has everybody let in without a look: what is left is what asking who somebody is costs.
import { Gate } from '../dist/access/gate.service.js';

const ANYBODY = { kind: 'app', id: 'anybody', name: null, scopes: ['read', 'write'], role: null, userId: null };

Gate.prototype.admit = () => ANYBODY;
