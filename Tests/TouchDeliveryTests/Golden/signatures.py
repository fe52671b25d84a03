"""Made signatures.json: the providers' own SDK code signs the sample of GatewaySample.swift.

Needs alibabacloud-openapi-util and tencentcloud-sdk-python-sms from PyPI; not run by the tests.
"""
import base64,hashlib,hmac,json,time,urllib.parse
from types import SimpleNamespace
from alibabacloud_openapi_util.client import Client as Ali
from tencentcloud.common.abstract_client import AbstractClient as Tc
out={}
p={"Action":"SendSms","Version":"2017-05-25","PhoneNumbers":"8615400000000","SignName":"木门 之家","TemplateCode":"SMS_1","TemplateParam":'{"name":"林慧 *~","day":"3月5日"}',"OutId":"KH0000003/birthday/2026/1",
"AccessKeyId":"AKRIG","Format":"JSON","SignatureMethod":"HMAC-SHA1","SignatureNonce":"nonce-1","SignatureVersion":"1.0","Timestamp":"2026-11-22T08:30:00Z"}
out["aliyun"]=Ali.get_rpcsignature(p,"POST","SKRIG")
body='{"PhoneNumberSet":["+8615400000000"],"SmsSdkAppId":"1400","SignName":"木门 之家","TemplateId":"SMS_1","TemplateParamSet":["林慧 *~","3月5日"],"SessionContext":"KH0000003/birthday/2026/1"}'
req=SimpleNamespace(uri="/",method="POST",data=body.encode(),header={"Content-Type":"application/json; charset=utf-8","Host":"sms.tencentcloudapi.com","X-TC-Timestamp":"1795336200"})
out["tencent"]=Tc._get_tc3_signature(None,None,req,"2026-11-22","sms","SKRIG")
ts="1795336200000"
out["dingtalk"]=base64.b64encode(hmac.new(b"SECrig",f"{ts}\nSECrig".encode(),hashlib.sha256).digest()).decode()
out["feishu"]=base64.b64encode(hmac.new(b"1795336200\nSECrig",b"",hashlib.sha256).digest()).decode()
print(json.dumps(out,indent=1,ensure_ascii=False))
