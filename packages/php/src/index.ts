export { nginxFiles, type NginxFiles, type NginxOptions } from './deploy/nginx-files.ts'
