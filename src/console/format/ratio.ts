export { exceedanceRatio, ratioText } from '../../model/judged-text.ts';
